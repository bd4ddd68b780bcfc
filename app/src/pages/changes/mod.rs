//! Pages.

use leptos::prelude::*;

/// A page.
#[component]
pub fn ChangesPage() -> impl IntoView {
    view! { <main id="main"></main> }
}
