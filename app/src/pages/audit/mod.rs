//! Pages.

use leptos::prelude::*;

/// A page.
#[component]
pub fn AuditPage() -> impl IntoView {
    view! { <main id="main"></main> }
}
