//! The side column: properties, operations, approvals, related changes.

use super::state::ChangeState;
use super::tone;
use crate::components::people::Person;
use crate::ui::{Badge, Card, Icon, Nobody, Properties, Property, Time, Tone};
use domain::api::DependencyView;
use domain::change::Approval;
use domain::words::Decision;
use leptos::prelude::*;

/// What the request says.
#[component]
pub fn PropertiesCard() -> impl IntoView {
    let state = ChangeState::expect();
    let change = state.part(|d| d.change.clone());
    let risk = state.part(|d| d.risk.clone());
    let list = |items: &[String], look: &'static str| match items.is_empty() {
        true => view! { <span class="text-muted">"None"</span> }.into_any(),
        false => view! { <span class=look>{items.join(", ")}</span> }.into_any(),
    };
    let body = move || {
        let c = change.get();
        let (priority, priority_icon) = tone::of_priority(c.priority);
        let r = risk.get();
        let (risk_tone, risk_icon) = tone::of_risk(r.risk);
        let reasons = r.reasons.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
        let m = c.metadata.clone();
        view! {
            <Properties>
                <Property label="Assignee">
                    {match c.assignee.clone() {
                        Some(user) => view! { <Person user=user /> }.into_any(),
                        None => view! { <Nobody /> }.into_any(),
                    }}
                </Property>
                <Property label="Team"><span title=c.routing_reason.clone()>{c.team.clone()}</span></Property>
                <Property label="Requester"><Person user=c.requester.clone() /></Property>
                <Property label="Type">{c.kind.label()}</Property>
                <Property label="Priority"><Badge plain=true tone=priority icon=priority_icon>{c.priority.label()}</Badge></Property>
                <Property label="Risk">
                    <Badge plain=true tone=risk_tone icon=risk_icon>{r.risk.label()}</Badge>
                    <ul class="mt-1 -ml-28 grid gap-0.5 text-xs text-muted">{reasons}</ul>
                </Property>
                <Property label="Breaking">{if m.breaking_change { "Yes" } else { "No" }}</Property>
                <Property label="Declared effort">{m.estimated_effort.map_or("Not estimated", |e| e.label())}</Property>
                <Property label="Components">{list(&m.affected_components, "")}</Property>
                <Property label="Tables">{list(&m.affected_tables, "font-mono text-xs")}</Property>
                <Property label="Endpoints">{list(&m.affected_endpoints, "font-mono text-xs")}</Property>
                {m.justification.clone().map(|why| view! { <Property label="Justification" stacked=true>{why}</Property> })}
                <Property label="Project">{c.project.clone()}</Property>
                <Property label="Submitted"><Time at=c.created_at /></Property>
                <Property label="Updated"><Time at=c.updated_at /></Property>
            </Properties>
        }
    };
    view! { <Card id="properties" title="Properties">{body}</Card> }
}

/// Declared operations.
#[component]
pub fn OperationsCard() -> impl IntoView {
    let operations = ChangeState::expect().part(|d| d.change.metadata.operations.clone());
    move || {
        let operations = operations.get();
        (!operations.is_empty()).then(|| {
            let items = operations
                .into_iter()
                .map(|o| {
                    let breaks = o.breaks();
                    view! {
                        <li>
                            <code class="font-mono text-xs break-words text-strong">{o.summary()}</code>
                            {breaks.map(|why| view! { <p class="text-xs text-warning">{why}</p> })}
                        </li>
                    }
                })
                .collect_view();
            view! { <Card id="operations" title="Operations"><ul class="grid gap-2">{items}</ul></Card> }
        })
    }
}

/// Who decided what.
#[component]
pub fn ApprovalsCard() -> impl IntoView {
    let state = ChangeState::expect();
    let approvals = state.part(|d| {
        let title =
            |id: &str| d.steps.iter().find(|s| s.step.id == id).map_or_else(|| id.to_owned(), |s| s.step.title.clone());
        d.approvals.iter().rev().map(|a| (a.clone(), title(&a.step_id))).collect::<Vec<_>>()
    });
    let body = move || {
        let approvals = approvals.get();
        if approvals.is_empty() {
            return view! { <p class="text-muted">"Nobody has decided yet."</p> }.into_any();
        }
        let items =
            approvals.into_iter().map(|(a, step)| view! { <ApprovalLine approval=a step=step /> }).collect_view();
        view! { <ul class="grid gap-3">{items}</ul> }.into_any()
    };
    view! { <Card id="approvals" title="Approvals">{body}</Card> }
}

#[component]
fn ApprovalLine(approval: Approval, step: String) -> impl IntoView {
    let a = approval;
    let (tone, word) = match (&a.voided, a.decision) {
        (Some(_), _) => (Tone::Neutral, "Voided"),
        (None, Decision::Approve) => (Tone::Success, "Approved"),
        (None, Decision::RequestChanges) => (Tone::Warning, "Changes requested"),
    };
    let short: String = a.digest.chars().take(12).collect();
    view! {
        <li class="grid gap-0.5">
            <p class="flex flex-wrap items-center gap-x-2"><Person user=a.by /> <Badge plain=true tone=tone>{word}</Badge></p>
            <p class="text-xs text-muted">{format!("{step} · as {} · ", a.role.label().to_lowercase())} <Time at=a.at /></p>
            {a.note.map(|note| view! { <p class="break-words">{note}</p> })}
            {a.voided.map(|why| view! { <p class="text-xs text-warning">{why}</p> })}
            <p class="text-xs text-muted">"Digest " <code class="font-mono" title=a.digest>{short}</code></p>
        </li>
    }
}

/// What it waits for, what waits for it, what collides with it.
#[component]
pub fn RelatedCard() -> impl IntoView {
    let state = ChangeState::expect();
    let related = state.part(|d| (d.depends_on.clone(), d.dependents.clone(), d.collisions.clone()));
    let line = |d: DependencyView| {
        let (tone, icon) = tone::of_status(d.status);
        view! {
            <li class="min-w-0">
                <a class="link touch:inline-flex touch:min-h-11 touch:items-center" href=format!("/changes/{}", d.key)>{format!("{} {}", d.key, d.title)}</a>
                <p><Badge plain=true tone=tone icon=icon>{format!("{}, {}", d.status.label(), d.stage.label())}</Badge></p>
            </li>
        }
    };
    let group = move |title: &'static str, items: Vec<DependencyView>| {
        (!items.is_empty()).then(|| {
            view! {
                <div>
                    <h3 class="mb-1 text-xs font-medium text-muted">{title}</h3>
                    <ul class="grid gap-2">{items.into_iter().map(line).collect_view()}</ul>
                </div>
            }
        })
    };
    let body = move || {
        let (waits_for, dependents, collisions) = related.get();
        if waits_for.is_empty() && dependents.is_empty() && collisions.is_empty() {
            return view! { <p class="text-muted">"No dependencies and no collisions."</p> }.into_any();
        }
        let colliding = collisions
            .into_iter()
            .map(|c| {
                let touches: Vec<String> = c.touches.into_iter().map(|t| t.key).collect();
                view! {
                    <li class="min-w-0">
                        <a class="link touch:inline-flex touch:min-h-11 touch:items-center" href=format!("/changes/{}", c.key)>{format!("{} {}", c.key, c.title)}</a>
                        <p class="text-xs text-warning">{format!("{}: ", c.stage.label())}<span class="font-mono break-words">{touches.join(", ")}</span></p>
                    </li>
                }
            })
            .collect::<Vec<_>>();
        let colliding = (!colliding.is_empty()).then(|| {
            view! {
                <div>
                    <h3 class="mb-1 text-xs font-medium text-muted">"Touches the same objects"</h3>
                    <ul class="grid gap-2">{colliding}</ul>
                </div>
            }
        });
        view! { <div class="grid gap-3">{colliding} {group("Waits for", waits_for)} {group("Waited for by", dependents)}</div> }.into_any()
    };
    view! { <Card id="related" title="Dependencies and collisions" icon=Icon::Link>{body}</Card> }
}
