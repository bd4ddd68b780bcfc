//! Altering a request.

use super::form::IntakeForm;
use crate::frame::Page;
use crate::server_fns::intake::get_intake;
use crate::ui::{Crumb, Loaded, Notice, Shape, Tone};
use crate::wire::reading;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The form with what the change says now.
#[component]
pub fn EditChangePage() -> impl IntoView {
    let id = use_params_map().with_untracked(|p| p.get_str("id").unwrap_or_default().to_owned());
    let query = use_query_map();
    let change = id.clone();
    let asked = move || query.with(|q| (change.clone(), q.get("typed"), q.get_str("judge").is_some()));
    let intake = reading(asked, |(change, typed, judge)| get_intake(Some(change), typed, judge));
    let title = format!("Edit {id}");
    let crumbs = vec![
        Crumb::link("Changes", "/changes"),
        Crumb::link(id.clone(), format!("/changes/{id}")),
        Crumb::here("Edit"),
    ];
    view! {
        <Title text=title.clone() />
        <Page title=title crumbs=crumbs>
            <Loaded from=intake shape=Shape::Page back_href=format!("/changes/{id}") let:intake>
                <Notice tone=Tone::Info class="mb-4">"Approvals given so far are for the request as it was. Saving an edit voids them."</Notice>
                <IntakeForm intake=intake />
            </Loaded>
        </Page>
    }
}
