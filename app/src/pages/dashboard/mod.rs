//! Pages.

use leptos::prelude::*;

/// A page.
#[component]
pub fn DashboardPage() -> impl IntoView {
    view! { <main id="main"></main> }
}
