//! Pages.

use leptos::prelude::*;

/// A page.
#[component]
pub fn ChangePage() -> impl IntoView {
    view! { <main id="main"></main> }
}
