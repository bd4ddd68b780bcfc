//! Pages.

use leptos::prelude::*;

/// A page.
#[component]
pub fn BoardPage() -> impl IntoView {
    view! { <main id="main"></main> }
}
