//! All changes the viewer sees. The address alone says which and in which order.

use crate::components::list::{ChangeTable, FilterBar, ListAddress, sort_columns};
use crate::frame::Page;
use crate::server_fns::{admin::list_projects, lists::list_changes};
use crate::ui::{Button, Card, Crumb, Icon, Loaded, NoMatch, NoneYet, Notice, Shape, Tab, Tabs, Tone, Variant};
use crate::viewer::viewer;
use crate::wire::reading;
use domain::api::{ChangeFilter, ChangeSummary, Page as Rows};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Views, filters, rows.
#[component]
pub fn ChangesPage() -> impl IntoView {
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(ListAddress::parse));
    let filter = Signal::derive(move || address.with(|a| a.filter.clone()));
    let projects = reading(|| (), |()| list_projects());
    let rows = reading(move || filter.get(), list_changes);
    let me = viewer().me.map(|me| me.name).unwrap_or_default();
    let tabs = Signal::derive(move || filter.with(|f| views(f, &me)));
    view! {
        <Title text="Changes" />
        <Page title="Changes" crumbs=vec![Crumb::link("Dashboard", "/"), Crumb::here("Changes")]>
            <Tabs label="Views" tabs=tabs class="mb-3" />
            <Ignored address=address />
            <Loaded from=projects shape=Shape::Text count=2 let:projects>
                <FilterBar filter=filter projects=projects />
            </Loaded>
            <Loaded from=rows shape=Shape::Rows count=8 let:rows>
                {list(rows, &filter.get_untracked())}
            </Loaded>
        </Page>
    }
}

fn views(now: &ChangeFilter, me: &str) -> Vec<Tab> {
    let parts = ListAddress::parts(now);
    let view = |label: &str, key: &'static str, value: &str| {
        let wanted = [("status", "live".to_owned()), (key, value.to_owned())];
        let wanted: Vec<_> = wanted.into_iter().filter(|(k, v)| !k.is_empty() && !v.is_empty()).collect();
        let href = wanted.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("&");
        Tab::new(label, format!("/changes?{href}"), parts == wanted)
    };
    vec![
        Tab::new("All", "/changes", parts.is_empty()),
        view("Open", "", ""),
        view("Assigned to me", "assignee", me),
        view("Requested by me", "requester", me),
        view("Unassigned", "assignee", "none"),
    ]
}

#[component]
fn Ignored(address: Memo<ListAddress>) -> impl IntoView {
    move || {
        let ignored = address.with(|a| a.ignored.join(", "));
        (!ignored.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Warning class="mb-3" title="Part of the address was ignored">
                    {format!("No filter is called like this, or has such a value: {ignored}")}
                </Notice>
            }
        })
    }
}

fn list(rows: Rows<ChangeSummary>, filter: &ChangeFilter) -> AnyView {
    let filtered = !ListAddress::parts(filter).is_empty();
    if rows.items.is_empty() && filtered {
        return view! { <Card><NoMatch what="changes" clear_href="/changes" /></Card> }.into_any();
    }
    if rows.items.is_empty() {
        let actions = viewer().may_create().then_some(
            || view! { <Button variant=Variant::Primary icon=Icon::Plus href="/changes/new">"New change"</Button> },
        );
        return view! {
            <Card>
                <NoneYet
                    title="No changes yet"
                    text="A change takes one idea for the data layer from its request to a verified deployment."
                    icon=Icon::Changes
                    actions=move || actions.map(|a| a())
                />
            </Card>
        }
        .into_any();
    }
    let columns = sort_columns(Some(filter));
    let first = filter.cursor.is_some().then(|| ListAddress::href(filter));
    let next = rows.next.as_deref().map(|cursor| ListAddress::page_href(filter, cursor));
    view! {
        <Card flush=true>
            <ChangeTable caption="Changes" columns=columns changes=rows.items />
        </Card>
        <nav aria-label="Pages" class="mt-3 flex justify-end gap-2">
            {first.map(|href| view! { <Button icon=Icon::ChevronLeft href=href>"First page"</Button> })}
            {next.map(|href| view! { <Button icon=Icon::ChevronRight href=href>"Next page"</Button> })}
        </nav>
    }
    .into_any()
}
