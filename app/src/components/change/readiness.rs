//! What stands between the change and its deployment, in a line each; what is passed or comes later is folded.

use super::people::done_by;
use super::state::ChangeState;
use super::tone;
use crate::components::people::People;
use crate::ui::{Badge, Card, Glyph, Icon, RowList, Tone};
use domain::api::ChangeDetail;
use domain::change::{Gate, check_of};
use domain::words::{Decision, GateStatus, StepStatus};
use leptos::{children::ViewFnOnce, prelude::*};

/// A gate as the panel shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    gate: Gate,
    /// It holds the change up now; the others wait for their turn, or are passed.
    blocks: bool,
    /// It is a step, which has its own place on the page.
    step: bool,
}

/// The readiness panel.
#[component]
pub fn Readiness() -> impl IntoView {
    let state = ChangeState::expect();
    let lines = state.part(|d| d.gates.iter().map(|g| line(d, g)).collect::<Vec<_>>());
    let next = state.part(|d| {
        let current = d.steps.iter().find(|s| Some(&s.step.id) == d.current_step.as_ref());
        current.map(|s| (s.step.title.clone(), s.step.owner.label()))
    });
    let count = move |status| lines.with(|l| l.iter().filter(|l| l.gate.status == status).count());
    let summary = move || {
        let (failed, passed, all) = (count(GateStatus::Failed), count(GateStatus::Passed), lines.with(Vec::len));
        let failing = (failed > 0).then(|| view! { <Badge tone=Tone::Danger>{format!("{failed} failed")}</Badge> });
        let (tone, words) = match passed == all {
            true => (Tone::Success, "Ready".to_owned()),
            false => (Tone::Neutral, format!("{passed} of {all} passed")),
        };
        view! { {failing} <Badge tone=tone>{words}</Badge> }
    };
    let open = move || {
        let rows: Vec<_> = lines.get().into_iter().filter(|l| l.blocks).map(row).collect();
        match rows.is_empty() {
            true => {
                let next = next.get().map(|(title, owner)| {
                    view! { " Next: " <span class="font-medium text-strong">{title}</span> {format!(" · {owner}")} }
                });
                view! { <p class="px-4 py-1.5 text-muted">"Nothing stands in the way." {next}</p> }.into_any()
            }
            false => view! { <RowList label="What holds the change up">{rows}</RowList> }.into_any(),
        }
    };
    let folded = move || {
        let rest: Vec<Line> = lines.get().into_iter().filter(|l| !l.blocks).collect();
        let passed = rest.iter().filter(|l| l.gate.status == GateStatus::Passed).count();
        let words = match (rest.len() - passed, passed) {
            (0, 0) => return None,
            (0, n) => format!("{n} passed"),
            (n, 0) => format!("{n} not due yet"),
            (later, passed) => format!("{later} not due yet, {passed} passed"),
        };
        let rows = rest.into_iter().map(row).collect_view();
        Some(view! {
            <details class="ui-disclosure border-t border-line">
                <summary class="flex min-h-9 cursor-pointer list-none items-center gap-2 px-4 text-xs font-medium text-muted hover:bg-surface-2 hover:text-strong touch:min-h-11">
                    <Glyph icon=Icon::ChevronRight class="ui-chevron size-4" />
                    {words}
                </summary>
                <div class="border-t border-line"><RowList label="Later and passed gates">{rows}</RowList></div>
            </details>
        })
    };
    view! {
        <Card id="readiness" title="Readiness" icon=Icon::ShieldCheck flush=true actions=ViewFnOnce::from(move || summary)>
            {open} {folded}
        </Card>
    }
}

fn line(d: &ChangeDetail, gate: &Gate) -> Line {
    let mut gate = gate.clone();
    let step = d.steps.iter().find(|s| s.step.id == gate.id);
    let turn = step.is_none_or(|s| matches!(s.status, StepStatus::Ready | StepStatus::InProgress));
    if let Some(s) = step {
        let objection = d
            .approvals
            .iter()
            .rfind(|a| a.step_id == s.step.id && a.voided.is_none() && a.decision == Decision::RequestChanges);
        match (gate.status, objection) {
            (GateStatus::Passed, _) => gate.reason = done_by(&s.step, &d.evidence),
            (GateStatus::Failed, Some(a)) => {
                let note = a.note.clone().unwrap_or_default();
                gate.reason = format!("{} asks for changes: {note}", People::name(&a.by));
            }
            _ => {}
        }
    }
    let blocks = match gate.status {
        GateStatus::Failed => true,
        GateStatus::Waiting => turn,
        GateStatus::Passed => false,
    };
    Line { gate, blocks, step: step.is_some() }
}

fn row(line: Line) -> impl IntoView {
    let Line { gate, blocks, step } = line;
    let tone = tone::of_gate(gate.status);
    let icon = if tone == Tone::Neutral { Icon::CircleDashed } else { tone.icon() };
    let next = Some(gate.next_action).filter(|next| blocks && !next.is_empty() && *next != gate.reason);
    let owner = gate.owner.map(|o| o.label()).filter(|o| blocks && !gate.reason.contains(&o.to_lowercase()));
    let owner = owner.map(|o| format!(" · {o}"));
    let found = gate.status == GateStatus::Failed && check_of(&gate.id).is_some();
    let go = (step && blocks).then(|| {
        let (words, href) = match found {
            true => ("See findings", "#findings".to_owned()),
            false => ("Go to step", format!("?view=list&step={0}#step-{0}", gate.id)),
        };
        let spoken = gate.title.clone();
        view! {
            <a class="link shrink-0 touch:inline-flex touch:min-h-11 touch:items-center max-sm:ml-6.5 max-sm:basis-full sm:touch:-my-3" href=href>
                {words} <span class="sr-only">{format!(" {spoken}")}</span>
            </a>
        }
    });
    view! {
        <li class="flex items-start gap-x-2.5 px-4 py-1.5 max-sm:flex-wrap">
            <Glyph icon=icon class=format!("mt-0.5 size-4 {}", tone.text()) />
            <p class="min-w-0 flex-1 break-words max-sm:basis-3/4">
                <span class="font-medium text-strong">{gate.title}</span>
                <span class="sr-only">{format!(", {}", gate.status.label().to_lowercase())}</span>
                <span class="ml-2 text-muted">
                    {gate.reason} {next.map(|next| format!(" {next}"))} {owner}
                </span>
            </p>
            {go}
        </li>
    }
}
