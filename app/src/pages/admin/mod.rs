//! Pages.

use leptos::prelude::*;

/// A page.
#[component]
pub fn AdminPage() -> impl IntoView {
    view! { <main id="main"></main> }
}

/// A page.
#[component]
pub fn ProjectPage() -> impl IntoView {
    view! { <main id="main"></main> }
}
