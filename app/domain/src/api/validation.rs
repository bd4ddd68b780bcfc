//! What the system finds out about a change's branch (SPEC R4).

use super::{ChangeRef, Permission};
use crate::access::Actor;
use crate::change::{Source, ValidationOutcome, Waiver};
use crate::error::AppResult;
use crate::words::RunState;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// One part of a run, with what came out of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct RunPart {
    /// Stable name, e.g. `migrations`.
    pub id: String,
    /// For people.
    pub title: String,
    /// `queued`, `running`, `done`, `failed`; `superseded`: left out.
    pub state: RunState,
    /// What is being done, or what came out of it.
    #[serde(default)]
    pub note: String,
    /// How long it took, milliseconds.
    #[serde(default)]
    pub millis: u64,
}

/// One run of the validation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ValidationRun {
    /// UUIDv7.
    pub id: Uuid,
    /// Where it stands.
    pub state: RunState,
    /// Why it was made: `branch-set`, `branch-moved`, `request-edited`, `asked-for`, …
    pub cause: String,
    /// User name, or `system`.
    pub requested_by: String,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Last commit of the branch, once it is known.
    pub head: Option<String>,
    /// The commit it is compared with, once it is known.
    pub base: Option<String>,
    /// How often it was begun; more than once after a crash.
    pub attempts: i32,
    /// Its parts, in order.
    pub parts: Vec<RunPart>,
    /// Why it failed.
    pub error: Option<String>,
}

/// A waiver, with what the actor may do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WaiverView {
    /// The waiver.
    #[serde(flatten)]
    pub waiver: Waiver,
    /// It lets its finding pass.
    pub counts: bool,
    /// Grant it.
    pub may_grant: Permission,
    /// Refuse, withdraw or revoke it.
    pub may_refuse: Permission,
}

/// How the validation of a change stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ValidationView {
    /// The branch, once it is named.
    pub source: Option<Source>,
    /// The last run; the one that goes on, while one does.
    pub run: Option<ValidationRun>,
    /// What the workflow goes by.
    pub outcome: Option<ValidationOutcome>,
    /// That is of the branch and the request as they are now.
    pub current: bool,
    /// What stands against deployment, a sentence each.
    pub blocked: Vec<String>,
    /// All waivers, newest first.
    pub waivers: Vec<WaiverView>,
    /// Name the branch, or another one.
    pub may_set_branch: Permission,
    /// Have it looked at again.
    pub may_validate: Permission,
    /// Ask to let a finding pass.
    pub may_waive: Permission,
}

/// Everything that the last finished run found, as `change-mgmt validate --format json` prints it, with the new scripts' text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ValidationReport {
    /// The run it is of.
    pub run: ValidationRun,
    /// Findings, operations, API differences, impact, proof.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub report: Value,
}

/// Use cases on validations. The commands ([`crate::change::Command::SetBranch`] and its like) are executed as all others.
#[async_trait]
pub trait Validations {
    /// How it stands.
    async fn validation(&self, actor: &Actor, change: ChangeRef) -> AppResult<ValidationView>;
    /// What the last finished run found; `NotFound` before there is one.
    async fn validation_report(&self, actor: &Actor, change: ChangeRef) -> AppResult<ValidationReport>;
}
