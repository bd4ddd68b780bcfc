//! What people ask to happen to a change.

use super::{ImpactFailure, ImpactOutcome, ValidationOutcome};
use crate::intake::ValidChange;
use crate::words::{Decision, EvidenceKind, Role, Stage};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Evidence as a person gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewEvidence {
    /// Kind; `approval` cannot be given by hand.
    pub kind: EvidenceKind,
    /// Address, commit, run id or text. Ignored for documents.
    #[serde(default)]
    pub value: String,
    /// Id of an uploaded document of this change.
    #[serde(default)]
    pub document: Option<Uuid>,
}

/// One operation on an existing change.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Replace the editable part, already validated by the intake rules.
    Edit(Box<ValidChange>),
    /// Take it (`Some(user name)`) or give it back (`None`).
    Assign { assignee: Option<String> },
    /// Begin a step.
    StartStep { step: String },
    /// Put a begun step back.
    StopStep { step: String },
    /// Complete a step.
    CompleteStep { step: String, evidence: Vec<NewEvidence>, notes: Option<String> },
    /// Open a done step again.
    ReopenStep { step: String, reason: String },
    /// Mark an optional step not applicable.
    SkipStep { step: String, reason: String },
    /// A step applies after all.
    RestoreStep { step: String },
    /// Put a further step on the checklist.
    AddStep {
        id: String,
        title: String,
        hint: String,
        stage: Stage,
        owner: Role,
        evidence: Vec<EvidenceKind>,
        after: Option<String>,
    },
    /// Move a step behind another one of its stage (`None`: to the front of the stage).
    MoveStep { step: String, after: Option<String> },
    /// Give a step to another role.
    ReassignStep { step: String, owner: Role },
    /// Approve an approval step, or ask for changes. `digest` is what the approver saw.
    Approve { step: String, decision: Decision, note: Option<String>, digest: Option<String> },
    /// Pause.
    Hold { reason: String },
    /// Go on.
    Resume,
    /// Withdraw.
    Cancel { reason: String },
    /// Turn down.
    Reject { reason: String },
    /// Remark.
    Comment { body: String },
    /// Name the branch the work is on. A reason is needed where that lets findings pass.
    SetBranch { branch: String, base: Option<String>, reason: Option<String> },
    /// Take the branch off the change.
    RemoveBranch { reason: Option<String> },
    /// Analyse the impact again.
    RequestAnalysis,
    /// What an analysis of the impact found; given by the system only.
    RecordAnalysis(Box<ImpactOutcome>),
    /// That an analysis came to nothing; given by the system only.
    RecordAnalysisFailure(ImpactFailure),
    /// Look at the branch again.
    RequestValidation,
    /// What a look at the branch found; given by the system only.
    RecordValidation(Box<ValidationOutcome>),
    /// Ask to let a blocking finding pass until a time.
    RequestWaiver { fingerprint: String, reason: String, expires_at: DateTime<Utc> },
    /// Grant a waiver, or refuse or revoke it.
    DecideWaiver { id: u32, grant: bool, note: Option<String> },
    /// Draw what follows from the time alone; given by the system only.
    Recheck,
}

impl Command {
    /// The audit entry's action.
    pub fn action(&self) -> &'static str {
        match self {
            Self::Edit(_) => "change.edited",
            Self::Assign { .. } => "change.assigned",
            Self::StartStep { .. } => "step.started",
            Self::StopStep { .. } => "step.stopped",
            Self::CompleteStep { .. } => "step.completed",
            Self::ReopenStep { .. } => "step.reopened",
            Self::SkipStep { .. } => "step.not-applicable",
            Self::RestoreStep { .. } => "step.restored",
            Self::AddStep { .. } => "step.added",
            Self::MoveStep { .. } => "step.moved",
            Self::ReassignStep { .. } => "step.reassigned",
            Self::Approve { decision: Decision::Approve, .. } => "approval.given",
            Self::Approve { .. } => "approval.changes-requested",
            Self::Hold { .. } => "change.held",
            Self::Resume => "change.resumed",
            Self::Cancel { .. } => "change.cancelled",
            Self::Reject { .. } => "change.rejected",
            Self::Comment { .. } => "comment.added",
            Self::SetBranch { .. } => "branch.set",
            Self::RemoveBranch { .. } => "branch.removed",
            Self::RequestAnalysis => "impact.requested",
            Self::RecordAnalysis(_) => "impact.analysed",
            Self::RecordAnalysisFailure(_) => "impact.failed",
            Self::RequestValidation => "validation.requested",
            Self::RecordValidation(_) => "validation.finished",
            Self::RequestWaiver { .. } => "waiver.requested",
            Self::DecideWaiver { grant: true, .. } => "waiver.granted",
            Self::DecideWaiver { .. } => "waiver.refused",
            Self::Recheck => "change.rechecked",
        }
    }
    /// The step it is about.
    pub fn step(&self) -> Option<&str> {
        match self {
            Self::StartStep { step }
            | Self::StopStep { step }
            | Self::CompleteStep { step, .. }
            | Self::ReopenStep { step, .. }
            | Self::SkipStep { step, .. }
            | Self::RestoreStep { step }
            | Self::MoveStep { step, .. }
            | Self::ReassignStep { step, .. }
            | Self::Approve { step, .. } => Some(step),
            _ => None,
        }
    }
}
