//! The frame of every page that needs somebody to be signed in.

use leptos::prelude::*;
use leptos_router::components::Outlet;

/// Placeholder.
#[component]
pub fn SignedIn() -> impl IntoView {
    view! { <Outlet /> }
}
