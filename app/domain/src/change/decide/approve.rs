//! Approving, and asking for changes (SPEC R2.6).

use super::Context;
use super::guard::ready;
use super::text::optional_text;
use crate::change::{Approval, ChangeState, Event, Step};
use crate::error::{AppError, AppResult};
use crate::words::Decision;

pub(super) fn approve(
    state: &ChangeState,
    step: &Step,
    decision: Decision,
    note: Option<&str>,
    digest: Option<&str>,
    cx: &Context<'_>,
) -> AppResult<Vec<Event>> {
    let Some(quorum) = &step.approval else {
        return Err(AppError::Blocked(vec![format!("“{}” needs no approval; complete it instead.", step.title)]));
    };
    let step = ready(state, step)?;
    let current = state.digest(step.stage);
    if digest.is_some_and(|d| d != current) {
        return Err(AppError::Conflict(
            "The change was edited after you opened it. Read it again, then decide.".to_owned(),
        ));
    }
    let mine =
        state.workflow.approvals.iter().rfind(|a| a.step_id == step.id && a.by == cx.actor.name && a.voided.is_none());
    if mine.is_some_and(|a| a.decision == decision) {
        return Err(AppError::Conflict("You have said so already.".to_owned()));
    }
    let note = optional_text("/note", "note", note)?;
    if decision == Decision::RequestChanges && note.is_none() {
        return Err(AppError::invalid("/note", "note.required", "Say what has to change."));
    }
    Ok(vec![Event::Approved {
        approval: Approval {
            step_id: step.id.clone(),
            by: cx.actor.name.clone(),
            role: quorum.role,
            decision,
            note,
            digest: current,
            at: cx.now,
            voided: None,
        },
    }])
}
