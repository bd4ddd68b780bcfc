//! What the system finds out about a change's branch (SPEC R4).

use super::{ChangeRef, Permission};
use crate::access::Actor;
use crate::change::{ImpactOutcome, Source, ValidationOutcome, Waiver};
use crate::error::AppResult;
use crate::words::{Effort, RunState, RunSubject};
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

fn of_branch() -> RunSubject {
    RunSubject::Branch
}

/// One run of the validation, or of the analysis of the impact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ValidationRun {
    /// UUIDv7.
    pub id: Uuid,
    /// What it looks at: the branch, or what the request alone reaches.
    #[serde(default = "of_branch")]
    pub about: RunSubject,
    /// Where it stands.
    pub state: RunState,
    /// Why it was made: `submitted`, `branch-set`, `branch-moved`, `request-edited`, `asked-for`, …
    pub cause: String,
    /// User name, or `system`.
    pub requested_by: String,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Last commit of the branch (or of the main line, for the impact alone), once it is known.
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
    /// What the change was found to reach, with a branch or without one.
    pub impact: Option<ImpactOutcome>,
    /// That is of the request as it is now.
    pub impact_current: bool,
    /// All waivers, newest first.
    pub waivers: Vec<WaiverView>,
    /// Name the branch, or another one.
    pub may_set_branch: Permission,
    /// Take the branch off.
    pub may_remove_branch: Permission,
    /// Have it looked at again.
    pub may_validate: Permission,
    /// Have the impact analysed again.
    pub may_analyse: Permission,
    /// Ask to let a finding pass.
    pub may_waive: Permission,
}

impl ValidationView {
    /// Findings that block now. One sentence stands for all those that the outcome does not list.
    pub fn blocking(&self) -> usize {
        let unlisted = self.outcome.as_ref().filter(|_| !self.blocked.is_empty()).map_or(0, |outcome| outcome.unlisted);
        self.blocked.len().saturating_sub(usize::from(unlisted > 0)) + usize::try_from(unlisted).unwrap_or(usize::MAX)
    }
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

/// What a change reaches (SPEC R3.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ImpactView {
    /// What the workflow goes by; `None` before the first result.
    pub outcome: Option<ImpactOutcome>,
    /// That is of the request as it is now.
    pub current: bool,
    /// Why the request as it is now could not be analysed.
    pub failed: Option<String>,
    /// What to know of it, a sentence each; e.g. a component that is reached and not listed.
    pub warnings: Vec<String>,
    /// Size of the work as the request declares it, beside the computed one of the outcome.
    pub declared_effort: Option<Effort>,
    /// The run that goes on, else the one that waits, else the last one.
    pub run: Option<ValidationRun>,
    /// Everything of the last result, as `change-mgmt impact --json` prints it.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub report: Option<Value>,
}

/// Use cases on validations. The commands ([`crate::change::Command::SetBranch`] and its like) are executed as all others.
#[async_trait]
pub trait Validations {
    /// How it stands.
    async fn validation(&self, actor: &Actor, change: ChangeRef) -> AppResult<ValidationView>;
    /// What the last finished run found; `NotFound` before there is one.
    async fn validation_report(&self, actor: &Actor, change: ChangeRef) -> AppResult<ValidationReport>;
    /// What the change reaches.
    async fn impact(&self, actor: &Actor, change: ChangeRef) -> AppResult<ImpactView>;
}
