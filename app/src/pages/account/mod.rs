//! Pages.

use leptos::prelude::*;

/// A page.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <main id="main"></main> }
}
