//! Pages.

use leptos::prelude::*;

/// A page.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <main id="main"></main> }
}

/// A page.
#[component]
pub fn WelcomePage() -> impl IntoView {
    view! { <main id="main"></main> }
}
