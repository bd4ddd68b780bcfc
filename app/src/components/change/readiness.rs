//! What stands between the change and its deployment, failing first.

use super::state::ChangeState;
use super::tone;
use crate::ui::{Badge, Button, Card, CheckRow, Icon, RowList, Size, Tone};
use domain::change::Gate;
use domain::words::GateStatus;
use leptos::{children::ViewFnOnce, prelude::*};

/// The readiness panel.
#[component]
pub fn Readiness() -> impl IntoView {
    let state = ChangeState::expect();
    let gates = state.part(|d| d.gates.clone());
    let count = move |status| gates.with(|g| g.iter().filter(|g| g.status == status).count());
    let summary = move || {
        let (failed, waiting, passed) =
            (count(GateStatus::Failed), count(GateStatus::Waiting), count(GateStatus::Passed));
        let (tone, text) = match (failed, waiting) {
            (0, 0) => (Tone::Success, "Ready".to_owned()),
            (0, _) => (Tone::Neutral, format!("{waiting} waiting, {passed} passed")),
            _ => (Tone::Danger, format!("{failed} failed, {waiting} waiting, {passed} passed")),
        };
        view! { <Badge tone=tone>{text}</Badge> }
    };
    let open = move || {
        let rows =
            gates.get().into_iter().filter(|g| g.status != GateStatus::Passed).map(|g| row(state, g)).collect_view();
        view! { <RowList label="Gates that are not passed">{rows}</RowList> }
    };
    let passed = move || {
        let gates: Vec<Gate> = gates.get().into_iter().filter(|g| g.status == GateStatus::Passed).collect();
        (!gates.is_empty()).then(|| {
            let word = format!("{} passed", gates.len());
            let rows = gates.into_iter().map(|g| row(state, g)).collect_view();
            view! {
                <details class="ui-disclosure border-t border-line first:border-t-0">
                    <summary class="flex min-h-11 cursor-pointer list-none items-center gap-3 px-4 text-muted hover:bg-surface-2">
                        <crate::ui::Glyph icon=Icon::ChevronRight class="ui-chevron size-4" />
                        {word}
                    </summary>
                    <RowList label="Passed gates">{rows}</RowList>
                </details>
            }
        })
    };
    view! {
        <Card id="readiness" title="Readiness" icon=Icon::ShieldCheck flush=true actions=ViewFnOnce::from(move || summary)>
            {open} {passed}
        </Card>
    }
}

fn row(state: ChangeState, gate: Gate) -> impl IntoView {
    let step = state.view.with_untracked(|v| v.detail.steps.iter().any(|s| s.step.id == gate.id));
    let action = (step && gate.status != GateStatus::Passed).then(|| {
        let href = format!("?view=list&step={0}#step-{0}", gate.id);
        ViewFnOnce::from(move || view! { <Button size=Size::Small href=href>"Go to step"</Button> })
    });
    let next =
        (!gate.next_action.is_empty() && gate.next_action != gate.reason).then(|| format!(" {}", gate.next_action));
    let reason = format!("{}{}", gate.reason, next.unwrap_or_default());
    let owner = gate
        .owner
        .filter(|_| gate.status != GateStatus::Passed)
        .map(|o| format!("Owner: {}", o.label().to_lowercase()));
    let tone = tone::of_gate(gate.status);
    match action {
        Some(actions) => {
            view! { <CheckRow tone=tone state=gate.status.label() title=gate.title reason=reason owner=owner actions=actions /> }.into_any()
        }
        None => view! { <CheckRow tone=tone state=gate.status.label() title=gate.title reason=reason owner=owner /> }.into_any(),
    }
}
