//! Addresses that lead nowhere.

use crate::request;
use crate::ui::NotFound;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page for an unknown address, with status 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    request::set_status(404);
    view! {
        <Title text="Not found" />
        <main id="main" class="mx-auto max-w-[48rem] px-4 py-16">
            <h1 class="sr-only">"Not found"</h1>
            <NotFound back_href="/" />
        </main>
    }
}
