//! What must be true before anything else is asked.

use super::Context;
use crate::change::checks::{is_of_impact, shortened};
use crate::change::{ChangeState, Step, check_of};
use crate::error::{AppError, AppResult};
use crate::words::{Stage, StepStatus, WorkflowStatus};

pub(super) fn live(state: &ChangeState) -> AppResult<()> {
    if state.request.status.is_live() {
        Ok(())
    } else {
        Err(AppError::Conflict(format!(
            "{} is {} and cannot be altered.",
            state.request.key(),
            state.request.status.label().to_lowercase()
        )))
    }
}

pub(super) fn open(state: &ChangeState) -> AppResult<()> {
    live(state)?;
    if state.request.status == WorkflowStatus::OnHold {
        let why = state.request.status_reason.as_deref().unwrap_or("no reason given");
        return Err(AppError::Blocked(vec![format!("{} is on hold ({why}). Resume it first.", state.request.key())]));
    }
    Ok(())
}

/// What a waiver let pass that has ended by now holds the step up, even before anybody has noticed.
pub(super) fn in_time(state: &ChangeState, cx: &Context<'_>) -> AppResult<()> {
    let holds = |fingerprint: &str| {
        let mut blocking = state.workflow.validation.iter().flat_map(|outcome| &outcome.blocking);
        blocking.any(|found| found.fingerprint == fingerprint)
    };
    let mut ended = state.workflow.waivers.iter().filter(|waiver| waiver.counts() && waiver.expires_at <= cx.now);
    let over = ended.find(|waiver| holds(&waiver.fingerprint));
    match over {
        Some(waiver) => Err(AppError::Blocked(vec![format!(
            "The waiver of {} has ended: {}. Mend it, or ask for another waiver.",
            waiver.rule,
            waiver.message.trim_end_matches('.')
        )])),
        None => Ok(()),
    }
}

pub(super) fn find<'a>(state: &'a ChangeState, id: &str) -> AppResult<&'a Step> {
    state
        .workflow
        .step(id)
        .ok_or_else(|| AppError::NotFound(format!("Step `{}`", id.chars().take(60).collect::<String>())))
}

pub(super) fn manual(step: &Step) -> AppResult<&Step> {
    if step.automatic {
        let by = match check_of(&step.id) {
            Some(check) if is_of_impact(check) => "the analysis of the impact",
            Some(_) => "the validation of the branch",
            None => "the system",
        };
        return Err(AppError::Blocked(vec![format!("“{}” is completed by {by} only.", step.title)]));
    }
    Ok(step)
}

pub(super) fn ready<'a>(state: &ChangeState, step: &'a Step) -> AppResult<&'a Step> {
    match state.status_of(step) {
        StepStatus::Done => Err(AppError::Conflict(match &step.completion {
            Some(c) => format!("“{}” was completed by {} already.", step.title, c.completed_by),
            None => format!("“{}” is done already.", step.title),
        })),
        StepStatus::NotApplicable => {
            Err(AppError::Conflict(format!("“{}” does not apply to this change.", step.title)))
        }
        StepStatus::Blocked => {
            let mut reasons: Vec<String> =
                state.workflow.unmet(step).iter().map(|s| format!("Complete “{}” first.", s.title)).collect();
            if lacks_operations(state, step) {
                reasons.push(
                    "Declare the operations first: edit the request and say what it does to schema or API.".to_owned(),
                );
            }
            if step.stage > state.request.stage {
                reasons.push(format!(
                    "The change is in {}; this step belongs to {}.",
                    state.request.stage.label().to_lowercase(),
                    step.stage.label().to_lowercase()
                ));
                if step.stage > Stage::Validation {
                    reasons.extend(shortened(&state.failures(), 10));
                }
            }
            Err(AppError::Blocked(reasons))
        }
        StepStatus::Ready | StepStatus::InProgress => Ok(step),
    }
}

/// The step cannot be done before the request says what it does.
pub(in crate::change) fn lacks_operations(state: &ChangeState, step: &Step) -> bool {
    let of_impact = step.id == "analyze-components" || (step.id == "detect-dependencies" && step.automatic);
    of_impact && operations_missing(state)
}

/// True while a change whose type stands for an operation declares none.
pub(in crate::change) fn operations_missing(state: &ChangeState) -> bool {
    !state.request.kind.defining_operations().is_empty() && state.request.metadata.operations.is_empty()
}
