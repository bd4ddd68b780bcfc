//! Addresses that lead nowhere.

use super::signed_in::{framed, looking};
use crate::frame::Page;
use crate::request;
use crate::ui::{Button, EmptyState, Icon};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page for an unknown address, with status 404; inside the frame for somebody who is signed in.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    request::set_status(404);
    looking(|viewer| match viewer.me {
        Some(_) => {
            framed(viewer, || view! { <Title text="Not found" /> <Page title="Not found">{nothing(true)}</Page> })
        }
        None => view! {
            <Title text="Not found" />
            <main id="main" class="mx-auto max-w-[48rem] px-4 py-16">
                <h1 class="sr-only">"Not found"</h1>
                {nothing(false)}
            </main>
        }
        .into_any(),
    })
}

fn nothing(signed_in: bool) -> impl IntoView {
    let ways = move || match signed_in {
        true => view! {
            <Button href="/changes" icon=Icon::Changes>"All changes"</Button>
            <Button href="/" icon=Icon::LayoutDashboard>"Dashboard"</Button>
        }
        .into_any(),
        false => view! { <Button href="/sign-in">"Sign in"</Button> }.into_any(),
    };
    view! {
        <EmptyState
            icon=Icon::Search
            title="This page does not exist"
            text="The address may be mistyped, or what was here was moved. Search for a change above, or go on from here."
            actions=leptos::children::ViewFnOnce::from(ways)
        />
    }
}
