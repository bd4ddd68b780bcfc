//! What happened to a change. Audit entries carry these; folding them gives the state (SPEC R3.3).

use super::{Approval, ChangeMetadata, ChangeRequest, Comment, Evidence, Step, StepCompletion};
use super::{ImpactFailure, ImpactOutcome, Source, ValidationOutcome, Waiver, WaiverDecision};
use crate::words::{ChangeType, Priority, Role, Stage};
use serde::{Deserialize, Serialize};

/// One fact. Facts hold everything needed to rebuild the state, so that no fact depends on today's rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Event {
    /// Submitted, numbered, routed, with its checklist.
    Created { request: Box<ChangeRequest>, steps: Vec<Step> },
    /// Request text or reach edited; whole values before and after.
    Edited { before: Box<Editable>, after: Box<Editable> },
    /// A person took it or gave it back.
    Assigned { before: Option<String>, after: Option<String> },
    /// Work on a step began.
    StepStarted { step_id: String, by: String },
    /// A step went back from in progress.
    StepStopped { step_id: String },
    /// A step is done.
    StepCompleted { completion: StepCompletion, evidence: Vec<Evidence> },
    /// A done step is open again.
    StepReopened { step_id: String, reason: String },
    /// A step does not apply.
    StepNotApplicable { step_id: String, reason: String },
    /// A step applies again.
    StepRestored { step_id: String },
    /// The checklist grew; `after` names the step it stands behind.
    StepAdded { step: Step, after: Option<String> },
    /// The checklist was reordered.
    StepMoved { step_id: String, after: Option<String> },
    /// Another role owns a step.
    StepReassigned { step_id: String, before: Role, after: Role },
    /// The next stage began.
    StageAdvanced { from: Stage, to: Stage },
    /// An earlier stage is open again.
    StageReopened { from: Stage, to: Stage },
    /// Somebody approved or asked for changes.
    Approved { approval: Approval },
    /// Approvals no longer match what they approved.
    ApprovalsVoided { step_ids: Vec<String>, reason: String },
    /// Paused.
    Held { reason: String },
    /// Goes on.
    Resumed,
    /// Withdrawn.
    Cancelled { reason: String },
    /// Turned down.
    Rejected { reason: String },
    /// Finished.
    Closed,
    /// A remark.
    Commented { comment: Comment },
    /// The branch was named, or another one.
    BranchSet {
        before: Option<Source>,
        after: Source,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Messages of the findings that still blocked on the last one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        dropped: Vec<String>,
    },
    /// The branch was taken off; what its validation found counts no longer.
    BranchRemoved {
        before: Source,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Messages of the findings that still blocked.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        dropped: Vec<String>,
    },
    /// From now on the system analyses what the request says.
    AnalysisDue,
    /// Somebody asked for another analysis of the impact.
    AnalysisRequested,
    /// The impact was analysed.
    Analysed { outcome: Box<ImpactOutcome> },
    /// The impact could not be analysed.
    AnalysisFailed { failure: ImpactFailure },
    /// Somebody asked for another look at the branch.
    ValidationRequested,
    /// The branch was looked at.
    Validated { outcome: Box<ValidationOutcome> },
    /// The branch breaks something that the request did not declare (SPEC R2.7).
    Escalated { reason: String },
    /// Somebody asked to let a finding pass.
    WaiverRequested { waiver: Waiver },
    /// A second person decided on it.
    WaiverDecided {
        id: u32,
        decision: WaiverDecision,
        /// The waiver's; empty where it was not recorded yet.
        #[serde(default)]
        rule: String,
        /// The waiver's.
        #[serde(default)]
        requested_by: String,
    },
    /// Its time is over.
    WaiverExpired {
        id: u32,
        /// The waiver's; empty where it was not recorded yet.
        #[serde(default)]
        rule: String,
    },
}

/// The part of a request that can be edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Editable {
    /// See [`ChangeRequest`].
    pub title: String,
    /// See [`ChangeRequest`].
    pub description: String,
    /// See [`ChangeRequest`].
    #[serde(rename = "type")]
    pub kind: ChangeType,
    /// See [`ChangeRequest`].
    pub priority: Priority,
    /// See [`ChangeRequest`].
    pub metadata: ChangeMetadata,
}

impl Editable {
    /// The editable part of a request.
    pub fn of(r: &ChangeRequest) -> Self {
        Self {
            title: r.title.clone(),
            description: r.description.clone(),
            kind: r.kind,
            priority: r.priority,
            metadata: r.metadata.clone(),
        }
    }
}
