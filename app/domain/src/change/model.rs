//! The data of a change request and of its workflow.

use super::{Analysis, Operation, Source, ValidationOutcome, Waiver};
use crate::words::{ChangeType, Decision, Effort, EvidenceKind, Priority, Role, Stage, StepStatus, WorkflowStatus};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is known about a change's reach (SPEC R1.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangeMetadata {
    /// Tables, `table` or `schema.table`.
    #[serde(default)]
    pub affected_tables: Vec<String>,
    /// Endpoints, `METHOD /path`.
    #[serde(default)]
    pub affected_endpoints: Vec<String>,
    /// Names of components of the project.
    #[serde(default)]
    pub affected_components: Vec<String>,
    /// Declared (or later found) to break readers or writers.
    #[serde(default)]
    pub breaking_change: bool,
    /// Size of the work.
    #[serde(default)]
    pub estimated_effort: Option<Effort>,
    /// Changes this one waits for, as `CHG-n`.
    #[serde(default)]
    pub dependencies: Vec<String>,
    /// Declared operations.
    #[serde(default)]
    pub operations: Vec<Operation>,
    /// Why the priority is critical.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
}

/// A change request as the specification names its members (SPEC R1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangeRequest {
    /// UUIDv7.
    pub id: Uuid,
    /// `n` of `CHG-n`.
    pub number: i64,
    /// Key of the project.
    pub project: String,
    /// One line.
    pub title: String,
    /// Markdown.
    pub description: String,
    /// Kind of change.
    #[serde(rename = "type")]
    pub kind: ChangeType,
    /// Urgency.
    pub priority: Priority,
    /// User name of who asked.
    pub requester: String,
    /// Team it was routed to.
    pub team: String,
    /// Why it was routed there (SPEC R1.7).
    pub routing_reason: String,
    /// User name of who took it, if anyone did.
    pub assignee: Option<String>,
    /// Whether work goes on.
    pub status: WorkflowStatus,
    /// Why it is on hold or ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    /// Current stage; stays where it was when the change ends early.
    pub stage: Stage,
    /// When the current stage began.
    pub stage_entered_at: DateTime<Utc>,
    /// Reach.
    pub metadata: ChangeMetadata,
    /// Submission time.
    pub created_at: DateTime<Utc>,
    /// Last operation.
    pub updated_at: DateTime<Utc>,
    /// Counts operations; the `ETag`.
    pub version: i64,
}

impl ChangeRequest {
    /// `CHG-n`.
    pub fn key(&self) -> String {
        format!("CHG-{}", self.number)
    }
}

/// How many people of a role must approve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Quorum {
    /// Role the approver must hold in the project.
    pub role: Role,
    /// Distinct people, at least 1.
    pub count: u32,
}

/// A step somebody has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StepStart {
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A completed step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct StepCompletion {
    /// Which step.
    pub step_id: String,
    /// When.
    pub completed_at: DateTime<Utc>,
    /// User name, or `system`.
    pub completed_by: String,
    /// Ids of the evidence given with it.
    pub evidence: Vec<u32>,
    /// Free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// One line of a change's checklist (SPEC R2.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Stable name, e.g. `create-migration-files`.
    pub id: String,
    /// For people.
    pub title: String,
    /// What has to be done.
    pub hint: String,
    /// Stage it belongs to.
    pub stage: Stage,
    /// Role that completes it.
    pub owner: Role,
    /// Kinds of evidence that must be given, one of each.
    pub evidence: Vec<EvidenceKind>,
    /// Steps that must be done before.
    pub requires: Vec<String>,
    /// Completed only by the system.
    pub automatic: bool,
    /// Cannot be removed or marked not applicable.
    pub safety: bool,
    /// Does not hold up its stage.
    pub optional: bool,
    /// Completed by approvals instead of evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Quorum>,
    /// Reason why the step does not apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<String>,
    /// Begun by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<StepStart>,
    /// Done by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completion: Option<StepCompletion>,
}

impl Step {
    /// True where nothing more has to happen for the stage to pass.
    pub fn is_settled(&self) -> bool {
        self.completion.is_some() || self.not_applicable.is_some()
    }
    /// True where the stage waits for it.
    pub fn is_required(&self) -> bool {
        !self.optional && self.not_applicable.is_none()
    }
    /// True where people must approve.
    pub fn is_approval(&self) -> bool {
        self.approval.is_some()
    }
}

/// An uploaded file, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct DocumentRef {
    /// Id for download.
    pub id: Uuid,
    /// File name as uploaded, sanitised.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Lower-case hexadecimal SHA-256 of the content.
    pub sha256: String,
}

/// What proves that a step was done (SPEC R2.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// Counts from 1 within the change.
    pub id: u32,
    /// Kind.
    pub kind: EvidenceKind,
    /// Address, commit, run id, text, or the document's name.
    pub value: String,
    /// The uploaded file, for documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentRef>,
    /// Step it was given for.
    pub step_id: String,
    /// User name.
    pub added_by: String,
    /// When.
    pub added_at: DateTime<Utc>,
}

/// What an approver said, bound to what was approved (SPEC R2.6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    /// Approval step.
    pub step_id: String,
    /// User name.
    pub by: String,
    /// Role in which it was given.
    pub role: Role,
    /// Yes, or not yet.
    pub decision: Decision,
    /// Free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// SHA-256 of the approved content.
    pub digest: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why it no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<String>,
}

/// A remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Comment {
    /// Counts from 1 within the change.
    pub id: u32,
    /// User name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Markdown.
    pub body: String,
}

/// The workflow part of a change; stored as `workflow_states.step_data`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Workflow {
    /// Checklist in order.
    pub steps: Vec<Step>,
    /// All evidence, oldest first.
    pub evidence: Vec<Evidence>,
    /// All approvals, oldest first.
    pub approvals: Vec<Approval>,
    /// All comments, oldest first.
    pub comments: Vec<Comment>,
    /// How the impact analysis stands; `None` where people do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analysis: Option<Analysis>,
    /// The branch, once it is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What the last validation of it found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<ValidationOutcome>,
    /// It was compared with another base than the one that is named now.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub base_moved: bool,
    /// All waivers, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
}

impl Workflow {
    /// A step by id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|s| s.id == id)
    }
    /// State of a step as people see it.
    pub fn status_of(&self, step: &Step, stage: Stage, live: WorkflowStatus) -> StepStatus {
        if step.not_applicable.is_some() {
            StepStatus::NotApplicable
        } else if step.completion.is_some() {
            StepStatus::Done
        } else if step.stage > stage || live != WorkflowStatus::Open || !self.unmet(step).is_empty() {
            StepStatus::Blocked
        } else if step.started.is_some() {
            StepStatus::InProgress
        } else {
            StepStatus::Ready
        }
    }
    /// Prerequisites that are neither done nor not applicable.
    pub fn unmet<'a>(&'a self, step: &Step) -> Vec<&'a Step> {
        step.requires.iter().filter_map(|id| self.step(id)).filter(|s| !s.is_settled()).collect()
    }
}
