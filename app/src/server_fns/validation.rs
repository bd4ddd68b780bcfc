//! What the system finds out about a change's branch, and waivers.

use super::changes::ChangeView;
#[cfg(feature = "ssr")]
use super::run::{execute, given, last_moment};
#[cfg(feature = "ssr")]
use crate::context::{backend, visit};
use crate::error::UiResult;
use crate::wire::Wire;
use domain::api::Permission;
use domain::change::Source;
#[cfg(feature = "ssr")]
use domain::{AppError, api::ChangeRef, change::Command, words::RunState};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How it stands; the rest of it is for the eye alone, and comes as HTML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValidationState {
    /// The branch, once it is named.
    pub source: Option<Source>,
    /// Name the branch, or another one.
    pub may_set_branch: Permission,
    /// Take the branch off.
    pub may_remove_branch: Permission,
    /// Have it looked at again; without a branch, have the impact analysed.
    pub may_validate: Permission,
    /// A run waits or goes on.
    pub going: bool,
    /// The last run.
    pub run_html: String,
}

/// How the validation of a change stands.
#[server(prefix = "/fn", endpoint = "get_validation", output = Wire)]
pub async fn get_validation(change: String) -> UiResult<ValidationState> {
    let view = backend()?.validation(&visit()?.actor, change.parse::<ChangeRef>()?).await?;
    let going = view.run.as_ref().is_some_and(|run| matches!(run.state, RunState::Queued | RunState::Running));
    Ok(ValidationState {
        run_html: crate::report::render_run(&view),
        may_set_branch: view.may_set_branch,
        may_remove_branch: view.may_remove_branch,
        may_validate: if view.source.is_some() { view.may_validate } else { view.may_analyse },
        source: view.source,
        going,
    })
}

/// What the last finished run found, as HTML; empty before there is one.
#[server(prefix = "/fn", endpoint = "get_validation_report", output = Wire)]
pub async fn get_validation_report(change: String) -> UiResult<String> {
    let (backend, visit) = (backend()?, visit()?);
    let id = change.parse::<ChangeRef>()?;
    let view = backend.validation(&visit.actor, id).await?;
    match backend.validation_report(&visit.actor, id).await {
        Ok(report) => Ok(crate::report::render(&view, &report, &change, &visit.actor.name)),
        Err(AppError::NotFound(_)) => Ok(String::new()),
        Err(other) => Err(other.into()),
    }
}

/// Names the branch, or another one.
#[server(prefix = "/fn", endpoint = "set_branch", output = Wire)]
pub async fn set_branch(
    change: String,
    branch: String,
    base: Option<String>,
    reason: Option<String>,
) -> UiResult<ChangeView> {
    execute(&change, None, Command::SetBranch { branch, base: given(base), reason: given(reason) }).await
}

/// Takes the branch off.
#[server(prefix = "/fn", endpoint = "remove_branch", output = Wire)]
pub async fn remove_branch(change: String, reason: Option<String>) -> UiResult<ChangeView> {
    execute(&change, None, Command::RemoveBranch { reason: given(reason) }).await
}

/// Has the impact analysed again.
#[server(prefix = "/fn", endpoint = "analyse_change", output = Wire)]
pub async fn analyse_change(change: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::RequestAnalysis).await
}

/// Has the branch looked at again.
#[server(prefix = "/fn", endpoint = "validate_change", output = Wire)]
pub async fn validate_change(change: String) -> UiResult<ChangeView> {
    execute(&change, None, Command::RequestValidation).await
}

/// Asks to let a finding pass up to the end of a day, `YYYY-MM-DD`.
#[server(prefix = "/fn", endpoint = "request_waiver", output = Wire)]
pub async fn request_waiver(
    change: String,
    fingerprint: String,
    reason: String,
    until: String,
) -> UiResult<ChangeView> {
    let expires_at = last_moment(&until)?;
    execute(&change, None, Command::RequestWaiver { fingerprint, reason, expires_at }).await
}

/// Grants a waiver; or refuses, withdraws or revokes it.
#[server(prefix = "/fn", endpoint = "decide_waiver", output = Wire)]
pub async fn decide_waiver(change: String, waiver: u32, grant: bool, note: Option<String>) -> UiResult<ChangeView> {
    execute(&change, None, Command::DecideWaiver { id: waiver, grant, note: given(note) }).await
}
