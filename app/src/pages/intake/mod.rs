//! Pages.

use leptos::prelude::*;

/// A page.
#[component]
pub fn NewChangePage() -> impl IntoView {
    view! { <main id="main"></main> }
}

/// A page.
#[component]
pub fn EditChangePage() -> impl IntoView {
    view! { <main id="main"></main> }
}
