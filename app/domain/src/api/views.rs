//! What the screens and the REST API show.

use crate::change::{Approval, ChangeRequest, Comment, Evidence, Gate, Source, Step, Touch};
use crate::intake::RiskAssessment;
use crate::words::{ChangeType, Priority, Risk, Stage, StepStatus, WorkflowStatus};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A line of a list, a card of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangeSummary {
    /// UUIDv7.
    pub id: Uuid,
    /// `n` of `CHG-n`.
    pub number: i64,
    /// Project key.
    pub project: String,
    /// One line.
    pub title: String,
    /// Kind.
    #[serde(rename = "type")]
    pub kind: ChangeType,
    /// Urgency.
    pub priority: Priority,
    /// Requester's user name.
    pub requester: String,
    /// Team.
    pub team: String,
    /// Person, if taken.
    pub assignee: Option<String>,
    /// Status.
    pub status: WorkflowStatus,
    /// Stage.
    pub stage: Stage,
    /// When the stage began; its age.
    pub stage_entered_at: DateTime<Utc>,
    /// Breaking or not.
    pub breaking_change: bool,
    /// Declared risk.
    pub risk: Risk,
    /// Settled steps of the current stage that apply.
    pub steps_done: i32,
    /// Steps of the current stage that apply.
    pub steps_total: i32,
    /// Title of the step to do next.
    pub current_step: Option<String>,
    /// Why it does not go on, if so.
    pub blocked: Option<String>,
    /// Submitted.
    pub created_at: DateTime<Utc>,
    /// Last operation.
    pub updated_at: DateTime<Utc>,
    /// Counts operations.
    pub version: i64,
}

impl ChangeSummary {
    /// `CHG-n`.
    pub fn key(&self) -> String {
        format!("CHG-{}", self.number)
    }
}

/// Whether the actor may do something now, and why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Permission {
    /// True: a click will work.
    pub allowed: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A step with its state and what the actor may do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// The step.
    #[serde(flatten)]
    pub step: Step,
    /// Column of the change's board.
    pub status: StepStatus,
    /// Titles of what has to come first, or why it is blocked.
    pub waits_for: Vec<String>,
    /// Begin or put back.
    pub start: Permission,
    /// Complete (or approve, for approval steps).
    pub complete: Permission,
    /// Open again.
    pub reopen: Permission,
    /// Mark not applicable.
    pub skip: Permission,
}

/// Another open change that touches the same objects (SPEC R2.9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Collision {
    /// `CHG-n`.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its stage.
    pub stage: Stage,
    /// What both touch.
    pub touches: Vec<Touch>,
}

/// A change this one waits for, or that waits for this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DependencyView {
    /// `CHG-n`.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its status.
    pub status: WorkflowStatus,
    /// Its stage.
    pub stage: Stage,
}

/// Everything on one change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangeDetail {
    /// The request; its members stand at the top level on the wire.
    #[serde(flatten)]
    pub change: ChangeRequest,
    /// The branch that the work is on, once it is named, and what it is compared with.
    #[serde(default)]
    pub source: Option<Source>,
    /// Why it is treated as breaking though its request did not declare it; `None`: it declares what it is.
    #[serde(default)]
    pub escalated: Option<String>,
    /// Id of the step to do next.
    pub current_step: Option<String>,
    /// The checklist.
    pub steps: Vec<StepView>,
    /// All evidence, oldest first.
    pub evidence: Vec<Evidence>,
    /// All approvals, oldest first.
    pub approvals: Vec<Approval>,
    /// All comments, oldest first.
    pub comments: Vec<Comment>,
    /// Readiness, failing first.
    pub gates: Vec<Gate>,
    /// What to know beside what blocks, a sentence each; e.g. a component that is reached and not listed.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// Declared risk.
    pub risk: RiskAssessment,
    /// Open changes on the same objects.
    pub collisions: Vec<Collision>,
    /// What it waits for.
    pub depends_on: Vec<DependencyView>,
    /// What waits for it.
    pub dependents: Vec<DependencyView>,
    /// SHA-256 of what an approver would approve now.
    pub digest: String,
    /// Edit the request.
    pub may_edit: Permission,
    /// Take or assign it.
    pub may_assign: Permission,
    /// Pause or resume it.
    pub may_hold: Permission,
    /// Withdraw it.
    pub may_cancel: Permission,
    /// Turn it down.
    pub may_reject: Permission,
    /// Add, move, reassign steps.
    pub may_customise: Permission,
    /// Upload files.
    pub may_upload: Permission,
}

impl ChangeDetail {
    /// The evidence proves nothing any more: its step was completed anew since, or is open again.
    pub fn is_superseded(&self, evidence: &Evidence) -> bool {
        let step = self.steps.iter().find(|view| view.step.id == evidence.step_id);
        let counts = |view: &StepView| view.step.completion.as_ref().is_some_and(|c| c.evidence.contains(&evidence.id));
        step.is_some_and(|view| !counts(view))
    }
}

/// One stage of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct BoardColumn {
    /// Stage.
    pub stage: Stage,
    /// All live changes in it.
    pub count: i64,
    /// When the one that has been here longest arrived.
    pub oldest: Option<DateTime<Utc>>,
    /// Cards, most urgent first; at most 100, see `count`.
    pub cards: Vec<ChangeSummary>,
}

/// Live changes by stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Board {
    /// One a stage, in order.
    pub columns: Vec<BoardColumn>,
}

/// Something that waits for the actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NeedsYou {
    /// The change.
    pub change: ChangeSummary,
    /// Step id.
    pub step_id: String,
    /// Step title, or what is to be done.
    pub step_title: String,
    /// True: an approval; false: a step to do.
    pub approval: bool,
    /// It waits since then.
    pub since: DateTime<Utc>,
    /// A waiver to decide on; the step is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<u32>,
}

/// A figure of the dashboard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// Now; `None` without data.
    pub value: Option<f64>,
    /// Same, one period (30 days) ago; `None` without data.
    pub before: Option<f64>,
}

/// The start page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Dashboard {
    /// Most urgent first, at most 20.
    pub needs_you: Vec<NeedsYou>,
    /// Open changes.
    pub open: Figure,
    /// On hold, or waiting for another change.
    pub blocked: Figure,
    /// Median days from submission to closing, changes closed in the last 30 days.
    pub cycle_days: Figure,
    /// Percent of the changes ended in the last 30 days that were closed rather than rejected, cancelled or rolled back.
    pub success_percent: Figure,
    /// Live changes, last altered first, at most 20.
    pub active: Vec<ChangeSummary>,
}
