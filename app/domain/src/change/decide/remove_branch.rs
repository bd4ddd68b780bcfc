//! Taking the branch off a change: people decide again (SPEC R4.5).

use super::text::{optional_text, required_text};
use crate::change::{ChangeState, Event, check_of, checks::is_of_impact};
use crate::error::{AppError, AppResult};
use crate::words::Stage;

pub(super) fn remove_branch(state: &ChangeState, reason: Option<&str>) -> AppResult<Vec<Event>> {
    let Some(before) = state.workflow.source.clone() else {
        return Err(AppError::Conflict("The change has no branch.".to_owned()));
    };
    if state.request.stage > Stage::Review {
        return Err(AppError::Blocked(vec![
            "The change is being deployed; its branch cannot be taken off. Reopen a step first.".to_owned(),
        ]));
    }
    let (reason, dropped) = let_go(state, reason)?;
    let mut events = vec![Event::BranchRemoved { before, reason, dropped }];
    // What was completed because of the branch stands on nothing now.
    let done = state.workflow.steps.iter().filter(|step| step.completion.is_some() && step.automatic);
    let of_branch = done.filter(|step| check_of(&step.id).is_some_and(|check| !is_of_impact(check)));
    events.extend(of_branch.map(|step| Event::StepReopened {
        step_id: step.id.clone(),
        reason: "The branch was taken off the change.".to_owned(),
    }));
    Ok(events)
}

/// Why a branch is left, and which findings on it counted until then. What lets findings pass says why, as a waiver does.
pub(super) fn let_go(state: &ChangeState, reason: Option<&str>) -> AppResult<(Option<String>, Vec<String>)> {
    let reason = match state.is_held_by_findings() {
        true => Some(required_text("/reason", "reason", reason.unwrap_or_default())?),
        false => optional_text("/reason", "reason", reason)?,
    };
    Ok((reason, state.unwaived().map(|found| found.message.clone()).collect()))
}
