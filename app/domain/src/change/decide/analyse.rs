//! What an analysis of the impact means for the change (SPEC R3.1, R3.2).

use super::Context;
use super::guard::operations_missing;
use crate::change::{ChangeMetadata, ChangeRequest, ChangeState, Event, ImpactFailure, ImpactOutcome, reach_digest};
use crate::error::{AppError, AppResult};
use crate::words::ChangeType;

pub(super) fn request(state: &ChangeState, cx: &Context<'_>) -> AppResult<Vec<Event>> {
    if cx.project.repository.is_none() {
        return Err(AppError::Blocked(vec![
            "The project names no repository, so there is nothing to analyse; an administrator sets it in the project's settings."
                .to_owned(),
        ]));
    }
    if operations_missing(state) {
        return Err(AppError::Blocked(vec![
            "Declare the operations first: edit the request and say what it does to schema or API.".to_owned(),
        ]));
    }
    Ok(vec![Event::AnalysisRequested])
}

/// Whatever an edit makes of the reach, the system finds out again, if it can.
pub(super) fn edited(
    state: &ChangeState,
    kind: ChangeType,
    metadata: &ChangeMetadata,
    cx: &Context<'_>,
) -> Option<Event> {
    let after = ChangeRequest { kind, metadata: metadata.clone(), ..state.request.clone() };
    let due = state.workflow.analysis.as_ref().is_some_and(|analysis| analysis.due);
    let other = reach_digest(&after) != reach_digest(&state.request);
    (other && !due && cx.project.repository.is_some()).then_some(Event::AnalysisDue)
}

pub(super) fn record(state: &ChangeState, outcome: &ImpactOutcome) -> AppResult<Vec<Event>> {
    if outcome.declared != reach_digest(&state.request) {
        return Err(AppError::Conflict("The request has changed since; it is analysed again.".to_owned()));
    }
    Ok(vec![Event::Analysed { outcome: Box::new(outcome.clone()) }])
}

/// Nothing where there is a result, the request is another one by now, or people analyse it and the run was about the branch.
pub(super) fn fail(state: &ChangeState, failure: &ImpactFailure) -> Vec<Event> {
    let due = state.workflow.analysis.as_ref().is_some_and(|analysis| analysis.due);
    if !due && state.workflow.source.is_some()
        || state.impact().is_some()
        || failure.declared != reach_digest(&state.request)
    {
        return Vec::new();
    }
    vec![Event::AnalysisFailed { failure: failure.clone() }]
}
