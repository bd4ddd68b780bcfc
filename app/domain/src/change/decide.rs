//! The workflow engine: a pure function of (state, command, actor, time) to facts or a refusal.

mod analyse;
mod approve;
mod complete;
mod customise;
mod edit;
mod guard;
mod remove_branch;
mod text;
mod validate;
mod waive;

pub(super) use guard::{lacks_operations, operations_missing};

use super::advance::settle;
use super::{ChangeState, Command, Comment, DocumentRef, Event};
use crate::access::Actor;
use crate::error::{AppError, AppResult};
use crate::project::ProjectConfig;
use crate::words::WorkflowStatus;
use approve::approve;
use chrono::{DateTime, Utc};
use complete::completion;
use customise::customise;
use edit::edit;
use guard::{find, in_time, live, manual, open, ready};
use remove_branch::remove_branch;
use text::{next_id, required_text};

/// What a decision may look at besides the state.
pub struct Context<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// Time of the operation, whole microseconds.
    pub now: DateTime<Utc>,
    /// The project's rules.
    pub project: &'a ProjectConfig,
    /// Uploaded documents of this change that the command names.
    pub documents: &'a [DocumentRef],
}

/// Decides a command. The actor's right to give it was checked before, by [`crate::access::may`].
///
/// # Errors
/// `Conflict` where it was done already, `Blocked` where something has to come first, `Invalid` for wrong input.
pub fn decide(state: &ChangeState, command: &Command, cx: &Context<'_>) -> AppResult<Vec<Event>> {
    let mut events = first_facts(state, command, cx)?;
    // A remark or an end moves nothing else.
    if !matches!(command, Command::Comment { .. } | Command::Cancel { .. } | Command::Reject { .. }) {
        settle(state, &mut events, cx);
    }
    Ok(events)
}

/// What the command itself does, without what follows from it.
pub(super) fn first_facts(state: &ChangeState, command: &Command, cx: &Context<'_>) -> AppResult<Vec<Event>> {
    Ok(match command {
        Command::Comment { body } => {
            let body = required_text("/body", "comment", body)?;
            let comment = Comment {
                id: next_id(state.workflow.comments.iter().map(|c| c.id)),
                by: cx.actor.name.clone(),
                at: cx.now,
                body,
            };
            vec![Event::Commented { comment }]
        }
        Command::Resume => {
            if state.request.status != WorkflowStatus::OnHold {
                return Err(AppError::Conflict("Only a change on hold can be resumed.".to_owned()));
            }
            vec![Event::Resumed]
        }
        Command::Cancel { reason } => {
            live(state)?;
            vec![Event::Cancelled { reason: required_text("/reason", "reason", reason)? }]
        }
        Command::Reject { reason } => {
            live(state)?;
            vec![Event::Rejected { reason: required_text("/reason", "reason", reason)? }]
        }
        Command::RecordValidation(outcome) => {
            live(state)?;
            validate::record(state, outcome, cx)?
        }
        Command::RecordAnalysis(outcome) => {
            live(state)?;
            analyse::record(state, outcome)?
        }
        Command::RecordAnalysisFailure(failure) => {
            live(state)?;
            analyse::fail(state, failure)
        }
        Command::Recheck => {
            live(state)?;
            Vec::new()
        }
        _ => {
            open(state)?;
            decide_open(state, command, cx)?
        }
    })
}

fn decide_open(state: &ChangeState, command: &Command, cx: &Context<'_>) -> AppResult<Vec<Event>> {
    Ok(match command {
        Command::Edit(valid) => return edit(state, valid, cx),
        Command::Assign { assignee } => {
            if &state.request.assignee == assignee {
                return Err(AppError::Conflict(
                    assignee.as_ref().map_or("Nobody has it.".to_owned(), |a| format!("{a} has it already.")),
                ));
            }
            vec![Event::Assigned { before: state.request.assignee.clone(), after: assignee.clone() }]
        }
        Command::Hold { reason } => vec![Event::Held { reason: required_text("/reason", "reason", reason)? }],
        Command::StartStep { step } => {
            let s = manual(ready(state, find(state, step)?)?)?;
            if s.started.is_some() {
                return Err(AppError::Conflict(format!("“{}” is in progress already.", s.title)));
            }
            vec![Event::StepStarted { step_id: s.id.clone(), by: cx.actor.name.clone() }]
        }
        Command::StopStep { step } => {
            let s = find(state, step)?;
            if s.started.is_none() || s.completion.is_some() {
                return Err(AppError::Conflict(format!("“{}” is not in progress.", s.title)));
            }
            vec![Event::StepStopped { step_id: s.id.clone() }]
        }
        Command::CompleteStep { step, evidence, notes } => {
            let s = manual(ready(state, find(state, step)?)?)?;
            in_time(state, cx)?;
            if s.is_approval() {
                return Err(AppError::Blocked(vec![format!("“{}” is completed by approvals, not by hand.", s.title)]));
            }
            vec![completion(state, s, evidence, notes.as_deref(), cx)?]
        }
        Command::ReopenStep { step, reason } => {
            let s = find(state, step)?;
            if s.completion.is_none() {
                return Err(AppError::Conflict(format!("“{}” is not done.", s.title)));
            }
            if s.automatic {
                return Err(AppError::Blocked(vec![format!(
                    "“{}” is completed by the system and cannot be reopened by hand.",
                    s.title
                )]));
            }
            vec![Event::StepReopened { step_id: s.id.clone(), reason: required_text("/reason", "reason", reason)? }]
        }
        Command::SkipStep { step, reason } => {
            let s = find(state, step)?;
            if s.safety || s.automatic || s.is_approval() {
                return Err(AppError::Blocked(vec![format!("“{}” is a safety step and always applies.", s.title)]));
            }
            if s.is_settled() {
                return Err(AppError::Conflict(format!("“{}” is already done or not applicable.", s.title)));
            }
            if !s.optional {
                return Err(AppError::Blocked(vec![format!(
                    "“{}” is required; only optional steps can be marked not applicable.",
                    s.title
                )]));
            }
            vec![Event::StepNotApplicable {
                step_id: s.id.clone(),
                reason: required_text("/reason", "reason", reason)?,
            }]
        }
        Command::RestoreStep { step } => {
            let s = find(state, step)?;
            if s.not_applicable.is_none() {
                return Err(AppError::Conflict(format!("“{}” applies already.", s.title)));
            }
            vec![Event::StepRestored { step_id: s.id.clone() }]
        }
        Command::AddStep { .. } | Command::MoveStep { .. } | Command::ReassignStep { .. } => customise(state, command)?,
        Command::Approve { step, decision, note, digest } => {
            approve(state, find(state, step)?, *decision, note.as_deref(), digest.as_deref(), cx)?
        }
        // Decided by the caller, whatever the status of the change.
        Command::Comment { .. }
        | Command::Resume
        | Command::Cancel { .. }
        | Command::Reject { .. }
        | Command::RecordValidation(_)
        | Command::RecordAnalysis(_)
        | Command::RecordAnalysisFailure(_)
        | Command::Recheck => Vec::new(),
        Command::SetBranch { branch, base, reason } => {
            validate::set_branch(state, branch, base.as_deref(), reason.as_deref())?
        }
        Command::RemoveBranch { reason } => remove_branch(state, reason.as_deref())?,
        Command::RequestAnalysis => analyse::request(state, cx)?,
        Command::RequestValidation => validate::request(state)?,
        Command::RequestWaiver { fingerprint, reason, expires_at } => {
            waive::request(state, fingerprint, reason, *expires_at, cx)?
        }
        Command::DecideWaiver { id, grant, note } => waive::decide(state, *id, *grant, note.as_deref(), cx)?,
    })
}
