//! The start page.

use crate::components::dashboard::{Figures, NeedsYouList};
use crate::components::list::{ChangeTable, sort_columns};
use crate::frame::Page;
use crate::server_fns::lists::get_dashboard;
use crate::ui::{Button, Card, Count, Icon, Loaded, NoneYet, Shape, Size, Variant};
use crate::viewer::viewer;
use crate::wire::reading;
use domain::api::{ChangeSummary, Dashboard};
use leptos::prelude::*;
use leptos_meta::Title;

/// What needs the viewer, four figures, active changes.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let dashboard = reading(|| (), |()| get_dashboard());
    view! {
        <Title text="Dashboard" />
        <Page title="Dashboard">
            <Loaded from=dashboard shape=Shape::Page let:dashboard>
                {content(dashboard)}
            </Loaded>
        </Page>
    }
}

fn content(dashboard: Dashboard) -> impl IntoView {
    let (needs_you, active) = (dashboard.needs_you.clone(), dashboard.active.clone());
    let count = needs_you.len();
    let waiting = move || (count > 0).then(|| view! { <Count value=count of="waiting for you" /> });
    let all = || view! { <Button size=Size::Small variant=Variant::Ghost href="/changes?status=live">"All open changes"</Button> };
    view! {
        <div class="grid gap-4">
            <Card title="Needs you" id="needs-you" icon=Icon::Inbox flush=true actions=waiting>
                <NeedsYouList items=needs_you />
            </Card>
            <Figures dashboard=dashboard />
            <Card title="Active changes" id="active" icon=Icon::Activity flush=true actions=all>
                {active_changes(active)}
            </Card>
        </div>
    }
}

fn active_changes(changes: Vec<ChangeSummary>) -> AnyView {
    if !changes.is_empty() {
        return view! { <ChangeTable caption="Active changes, last altered first" columns=sort_columns(None) changes=changes /> }.into_any();
    }
    let may_create = viewer().may_create();
    view! {
        <NoneYet
            title="No change is under way"
            text="Changes that are open or on hold appear here."
            icon=Icon::Changes
            actions=move || may_create.then(|| view! { <Button variant=Variant::Secondary icon=Icon::Plus href="/changes/new">"New change"</Button> })
        />
    }
    .into_any()
}
