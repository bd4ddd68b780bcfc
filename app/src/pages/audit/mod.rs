//! The audit trail of everything the viewer sees.

use crate::components::audit::{EntryTable, ReportNotice};
use crate::components::list::encode;
use crate::components::people::People;
use crate::components::problems::Refusal;
use crate::frame::Page;
use crate::server_fns::lists::{VerifyAudit, list_entries};
use crate::ui::{Button, Card, Choice, Crumb, Icon, Loaded, NoMatch, NoneYet, SelectField, Shape, TextField, Variant};
use crate::viewer::viewer;
use crate::wire::reading;
use domain::access::SYSTEM;
use domain::api::AuditQuery;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

const KEYS: [&str; 3] = ["project", "actor", "action"];

fn asked(query: &ParamsMap) -> AuditQuery {
    let value = |key: &str| query.get(key).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    AuditQuery {
        project: value("project"),
        actor: value("actor"),
        action: value("action"),
        cursor: value("cursor"),
        limit: None,
    }
}

fn href(query: &AuditQuery, cursor: Option<&str>) -> String {
    let values = [&query.project, &query.actor, &query.action];
    let parts =
        KEYS.iter().zip(values).filter_map(|(key, value)| value.as_ref().map(|v| format!("{key}={}", encode(v))));
    let all: Vec<String> = parts.chain(cursor.map(|c| format!("cursor={}", encode(c)))).collect();
    if all.is_empty() { "/audit".to_owned() } else { format!("/audit?{}", all.join("&")) }
}

/// Filters, the check of the chains, entries.
#[component]
pub fn AuditPage() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(asked));
    let entries = reading(move || query.get(), list_entries);
    let verify = ServerAction::<VerifyAudit>::new();
    let report =
        move || verify.value().get().and_then(Result::ok).map(|report| view! { <ReportNotice report=report /> });
    let viewer = viewer();
    let may_verify = viewer.may_verify();
    // Only administrators of the server may check all projects at once.
    let whole = if viewer.actor().admin {
        String::new()
    } else {
        viewer.me.and_then(|me| me.roles.into_keys().next()).unwrap_or_default()
    };
    let actions = move || {
        may_verify.then(|| {
            let project = move || query.with(|q| q.project.clone()).unwrap_or_else(|| whole.clone());
            view! {
                <ActionForm action=verify>
                    <input type="hidden" name="project" value=project />
                    <Button submit=true icon=Icon::ShieldCheck pending=verify.pending()>"Verify the trail"</Button>
                </ActionForm>
            }
        })
    };
    view! {
        <Title text="Audit" />
        <Page title="Audit" subtitle="Everything that was done, by people and by the system. Entries cannot be altered or removed." crumbs=vec![Crumb::link("Dashboard", "/"), Crumb::here("Audit")] actions=actions>
            <Refusal value=verify.value() />
            {report}
            <Filters query=query />
            <Loaded from=entries shape=Shape::Rows count=8 let:page>
                {
                    let query = query.get_untracked();
                    let next = page.next.as_deref().map(|cursor| href(&query, Some(cursor)));
                    let first = query.cursor.is_some().then(|| href(&query, None));
                    let filtered = href(&query, None) != "/audit";
                    match (page.items.is_empty(), filtered) {
                        (true, true) => view! { <Card><NoMatch what="entries" clear_href="/audit" /></Card> }.into_any(),
                        (true, false) => view! { <Card><NoneYet title="No entries yet" text="Each operation on a change leaves one here." icon=Icon::Audit /></Card> }.into_any(),
                        _ => view! {
                            <Card flush=true><EntryTable entries=page.items /></Card>
                            <nav aria-label="Pages" class="mt-3 flex justify-end gap-2">
                                {first.map(|href| view! { <Button icon=Icon::ChevronLeft href=href>"Newest"</Button> })}
                                {next.map(|href| view! { <Button icon=Icon::ChevronRight href=href>"Older"</Button> })}
                            </nav>
                        }
                        .into_any(),
                    }
                }
            </Loaded>
        </Page>
    }
}

/// Everybody known, the system, and whoever is asked for.
fn people(asked: Option<&str>) -> Vec<Choice> {
    let mut all = People::choices(None);
    all.push(Choice::new(SYSTEM, People::name(SYSTEM)));
    let unknown = asked.filter(|user| !all.iter().any(|choice| choice.value == *user));
    all.extend(unknown.map(|user| Choice::new(user, user)));
    all
}

#[component]
fn Filters(query: Memo<AuditQuery>) -> impl IntoView {
    let now = query.get_untracked();
    let actor = viewer().actor();
    let several = actor.admin || actor.roles.len() > 1 || now.project.is_some();
    let held = RwSignal::new(now.actor.clone().unwrap_or_default());
    let field = |name: &'static str, label: &'static str, value: Option<String>, example: &'static str| {
        let held = RwSignal::new(value.unwrap_or_default());
        view! { <TextField name=name label=label hide_label=true bind=held placeholder=example class="sm:w-48" /> }
    };
    view! {
        <Form method="GET" action="/audit" attr:class="mb-3 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
            {several.then(|| field("project", "Project", now.project, "Project key"))}
            <SelectField name="actor" id="audit-actor" label="Person" hide_label=true blank="Anybody" choices=people(now.actor.as_deref()) bind=held class="sm:w-48" />
            {field("action", "Action", now.action, "Action, such as step")}
            <Button submit=true icon=Icon::Filter class="max-sm:col-span-2">"Apply filters"</Button>
            {move || (query.with(|q| href(q, None)) != "/audit").then(|| view! { <Button href="/audit" variant=Variant::Ghost>"Clear filters"</Button> })}
        </Form>
    }
}
