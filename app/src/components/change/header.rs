//! The head of the page: facts beside the title, the one primary action, the stages.

use super::moves::perform;
use super::state::ChangeState;
use super::tone;
use crate::ui::{Badge, Icon, Stage as StageView, StageState, Stepper, Tone, Variant};
use domain::api::ChangeDetail;
use domain::words::{Stage, StepStatus, WorkflowStatus};
use leptos::{ev::MouseEvent, prelude::*};

/// Status, priority, type, risk, breaking.
#[component]
pub fn Facts() -> impl IntoView {
    let state = ChangeState::expect();
    let facts = state.part(|d| {
        let breaking = d.change.metadata.breaking_change.then_some(match d.escalated {
            Some(_) => "Found breaking",
            None => "Breaking",
        });
        (d.change.status, d.change.priority, d.change.kind, d.risk.risk, breaking)
    });
    move || {
        let (status, priority, kind, risk, breaking) = facts.get();
        let (status_tone, status_icon) = tone::of_status(status);
        let (priority_tone, priority_icon) = tone::of_priority(priority);
        let (risk_tone, risk_icon) = tone::of_risk(risk);
        view! {
            <Badge tone=status_tone icon=status_icon>{status.label()}</Badge>
            <Badge tone=priority_tone icon=priority_icon>{format!("{} priority", priority.label())}</Badge>
            <Badge tone=risk_tone icon=risk_icon>{format!("{} risk", risk.label())}</Badge>
            <Badge icon=Icon::Database>{kind.label()}</Badge>
            {breaking.map(|word| view! { <Badge tone=Tone::Warning icon=Icon::TriangleAlert>{word}</Badge> })}
        }
    }
}

/// The step the viewer can do now, if there is one: id, title, verb.
fn next(d: &ChangeDetail) -> Option<(String, String, &'static str, StepStatus)> {
    let open = |s: &&domain::api::StepView| matches!(s.status, StepStatus::Ready | StepStatus::InProgress);
    let current = d.steps.iter().filter(open).find(|s| Some(&s.step.id) == d.current_step.as_ref());
    let step = current
        .filter(|s| s.complete.allowed)
        .or_else(|| d.steps.iter().filter(open).find(|s| s.complete.allowed && !s.step.optional))?;
    let verb = if step.step.is_approval() { "Decide" } else { "Complete" };
    Some((step.step.id.clone(), step.step.title.clone(), verb, StepStatus::Done))
}

/// The one obvious thing to do now; nothing where it is somebody else's turn.
#[component]
pub fn PrimaryAction() -> impl IntoView {
    let state = ChangeState::expect();
    let next = state.part(next);
    move || {
        next.get().map(|(id, title, verb, to)| {
            let href = format!("?view=list&step={id}#step-{id}");
            let act = move |event: MouseEvent| {
                event.prevent_default();
                perform(state, &id, to);
            };
            let icon = if verb == "Decide" { Icon::ThumbsUp } else { Icon::Check };
            view! {
                <a href=href class=format!("{} max-w-full", crate::ui::button_class(Variant::Primary, crate::ui::Size::Medium)) on:click=act>
                    <crate::ui::Glyph icon=icon />
                    <span class="truncate">{format!("{verb}: {title}")}</span>
                </a>
            }
        })
    }
}

/// The eight stages, "3 of 5" under the current one.
#[component]
pub fn StageStepper() -> impl IntoView {
    let state = ChangeState::expect();
    let facts = state.part(|d| {
        let mine = |stage: Stage| d.steps.iter().filter(move |s| s.step.stage == stage && s.step.is_required());
        let count = |stage: Stage| (mine(stage).filter(|s| s.step.is_settled()).count(), mine(stage).count());
        (d.change.status, d.change.stage, Stage::ALL.iter().map(|s| (*s, count(*s))).collect::<Vec<_>>())
    });
    let stages = Signal::derive(move || {
        let (status, at, stages) = facts.get();
        let one = |(stage, (done, all)): (Stage, (usize, usize))| {
            let view = StageView::new(stage.label());
            let view = if stage == at && status.is_live() { view.text(format!("{done} of {all}")) } else { view };
            let stopped = stage == at && !matches!(status, WorkflowStatus::Open | WorkflowStatus::Closed);
            if stopped { view.state(StageState::Blocked) } else { view }
        };
        stages.into_iter().map(one).collect::<Vec<_>>()
    });
    let current = Signal::derive(move || {
        let (status, at, stages) = facts.get();
        if status == WorkflowStatus::Closed { stages.len() } else { at.index() }
    });
    view! { <Stepper stages=stages current=current label="Stages" /> }
}
