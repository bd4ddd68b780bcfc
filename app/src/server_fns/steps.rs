//! What people do to the steps of a change.

use super::changes::ChangeView;
#[cfg(feature = "ssr")]
use super::run::{execute, given, step_id};
use crate::error::UiResult;
use crate::wire::Wire;
#[cfg(feature = "ssr")]
use domain::change::Command;
use domain::change::NewEvidence;
use domain::words::{Decision, EvidenceKind, Role, Stage};
use leptos::prelude::*;

/// Begins a step.
#[server(prefix = "/fn", endpoint = "start_step", output = Wire)]
pub async fn start_step(change: String, step: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::StartStep { step }).await
}

/// Puts a begun step back.
#[server(prefix = "/fn", endpoint = "stop_step", output = Wire)]
pub async fn stop_step(change: String, step: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::StopStep { step }).await
}

/// Completes a step with its evidence.
#[server(prefix = "/fn", endpoint = "complete_step", output = Wire)]
pub async fn complete_step(
    change: String,
    step: String,
    #[server(default)] evidence: Vec<NewEvidence>,
    notes: Option<String>,
) -> UiResult<ChangeView> {
    execute(&change, None, Command::CompleteStep { step, evidence, notes: given(notes) }).await
}

/// Opens a done step again.
#[server(prefix = "/fn", endpoint = "reopen_step", output = Wire)]
pub async fn reopen_step(change: String, step: String, reason: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::ReopenStep { step, reason }).await
}

/// Marks an optional step not applicable.
#[server(prefix = "/fn", endpoint = "skip_step", output = Wire)]
pub async fn skip_step(change: String, step: String, reason: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::SkipStep { step, reason }).await
}

/// A step applies after all.
#[server(prefix = "/fn", endpoint = "restore_step", output = Wire)]
pub async fn restore_step(change: String, step: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::RestoreStep { step }).await
}

/// Approves, or asks for changes; `digest` is what the approver saw.
#[server(prefix = "/fn", endpoint = "decide_step", output = Wire)]
pub async fn decide_step(
    change: String,
    step: String,
    decision: Decision,
    note: Option<String>,
    digest: Option<String>,
) -> UiResult<ChangeView> {
    execute(&change, None, Command::Approve { step, decision, note: given(note), digest }).await
}

/// Puts a further step on the checklist.
#[server(prefix = "/fn", endpoint = "add_step", output = Wire)]
pub async fn add_step(
    change: String,
    title: String,
    hint: Option<String>,
    stage: Stage,
    owner: Role,
    #[server(default)] evidence: Vec<EvidenceKind>,
) -> UiResult<ChangeView> {
    let (id, hint) = (step_id(&title), given(hint).unwrap_or_default());
    execute(&change, None, Command::AddStep { id, title, hint, stage, owner, evidence, after: None }).await
}

/// Moves a step behind another one of its stage; an empty name moves it to the front.
#[server(prefix = "/fn", endpoint = "move_step", output = Wire)]
pub async fn move_step(change: String, step: String, after: Option<String>) -> UiResult<ChangeView> {
    execute(&change, None, Command::MoveStep { step, after: given(after) }).await
}

/// Gives a step to another role.
#[server(prefix = "/fn", endpoint = "reassign_step", output = Wire)]
pub async fn reassign_step(change: String, step: String, owner: Role) -> UiResult<ChangeView> {
    execute(&change, None, Command::ReassignStep { step, owner }).await
}
