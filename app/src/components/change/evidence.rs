//! What proves that the steps were done.

use super::evidence_fields::size;
use super::state::ChangeState;
use super::tone;
use crate::components::people::People;
use crate::ui::{Card, Glyph, Icon, NoneYet, RowList, Time};
use domain::change::Evidence;
use domain::words::EvidenceKind;
use leptos::prelude::*;

/// One piece: its kind, and its value as a link where it leads somewhere.
#[component]
pub fn EvidenceLine(evidence: Evidence, #[prop(into)] change: String) -> impl IntoView {
    let Evidence { kind, mut value, document, added_by, .. } = evidence;
    if kind == EvidenceKind::Approval {
        // The record says who by user name.
        value = value.replacen(&added_by, &People::name(&added_by), 1);
    }
    let is_address = value.starts_with("https://") || value.starts_with("http://");
    let body = match (document, kind) {
        (Some(d), _) => view! {
            <a class="link break-all touch:inline-flex touch:min-h-11 touch:items-center" href=format!("/api/changes/{change}/documents/{}", d.id) download=d.name.clone() rel="external">{d.name.clone()}</a>
            <span class="text-xs text-muted">{format!(" {}, SHA-256 {}…", size(d.size), d.sha256.chars().take(12).collect::<String>())}</span>
        }
        .into_any(),
        (None, EvidenceKind::Commit) => view! { <code class="font-mono text-xs break-all text-strong">{value}</code> }.into_any(),
        (None, _) if is_address => {
            view! { <a class="link break-all touch:inline-flex touch:min-h-11 touch:items-center" href=value.clone() rel="noopener noreferrer external">{value.clone()}</a> }.into_any()
        }
        (None, _) => view! { <span class="break-words whitespace-pre-line text-strong">{value}</span> }.into_any(),
    };
    view! {
        <span class="flex min-w-0 items-start gap-1.5">
            <Glyph icon=tone::of_evidence(kind) class="mt-0.5 size-4 text-muted" />
            <span class="min-w-0"><span class="sr-only">{format!("{}: ", kind.label())}</span>{body}</span>
        </span>
    }
}

/// All evidence, newest first; what was superseded says so.
#[component]
pub fn EvidenceSection() -> impl IntoView {
    let state = ChangeState::expect();
    let rows = state.part(|d| {
        let title =
            |id: &str| d.steps.iter().find(|s| s.step.id == id).map_or_else(|| id.to_owned(), |s| s.step.title.clone());
        let all = d.evidence.iter().rev();
        all.map(|e| (e.clone(), title(&e.step_id), d.is_superseded(e))).collect::<Vec<_>>()
    });
    let body = move || {
        let rows = rows.get();
        if rows.is_empty() {
            return view! {
                <NoneYet icon=Icon::Paperclip title="No evidence yet" text="Completing a step asks for its evidence; all of it is collected here." />
            }
            .into_any();
        }
        let items = rows
            .into_iter()
            .map(|(evidence, step, superseded)| {
                let (by, at) = (People::name(&evidence.added_by), evidence.added_at);
                let id = format!("evidence-{}", evidence.id);
                view! {
                    <li id=id class="scroll-mt-16 px-4 py-2.5">
                        <EvidenceLine evidence=evidence change=state.key() />
                        <p class="mt-0.5 pl-5.5 text-xs text-muted">{format!("{step} · {by} · ")} <Time at=at /> {superseded.then_some(" · superseded")}</p>
                    </li>
                }
            })
            .collect_view();
        view! { <RowList label="Evidence">{items}</RowList> }.into_any()
    };
    view! {
        <Card id="evidence" title="Evidence" icon=Icon::Paperclip flush=true>{body}</Card>
    }
}
