//! A new change.

use super::form::IntakeForm;
use crate::frame::Page;
use crate::server_fns::intake::get_intake;
use crate::ui::{Crumb, Loaded, NotAllowed, Shape};
use crate::wire::reading;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The empty form, or what was typed before without scripts.
#[component]
pub fn NewChangePage() -> impl IntoView {
    let query = use_query_map();
    let asked = move || query.with(|q| (q.get("typed"), q.get_str("judge").is_some()));
    let intake = reading(asked, |(typed, judge)| get_intake(None, typed, judge));
    view! {
        <Title text="New change" />
        <Page
            title="New change"
            subtitle="Say what has to change and where. The panel shows what is missing and what will follow."
            crumbs=vec![Crumb::link("Changes", "/changes"), Crumb::here("New change")]
        >
            <Loaded from=intake shape=Shape::Page let:intake>
                {if intake.projects.is_empty() {
                    view! { <NotAllowed reason="You may not submit changes in any project. An administrator can give you the role requester." back_href="/changes" /> }.into_any()
                } else {
                    view! { <IntakeForm intake=intake /> }.into_any()
                }}
            </Loaded>
        </Page>
    }
}
