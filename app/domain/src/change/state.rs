//! The state of a change and how facts alter it.

use super::checks::{is_of_impact, step_of};
use super::decide::lacks_operations;
use super::{ChangeRequest, Event, Step, Workflow};
use crate::canonical;
use crate::words::{Check, Stage, StepStatus, WorkflowStatus};
use chrono::{DateTime, Utc};

/// A change: its request and its workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeState {
    /// Columns of `change_requests`.
    pub request: ChangeRequest,
    /// `workflow_states.step_data`.
    pub workflow: Workflow,
}

impl ChangeState {
    /// The state after the first fact, or `None` if that is not a creation.
    pub fn begin(event: &Event) -> Option<Self> {
        match event {
            Event::Created { request, steps } => Some(Self {
                request: (**request).clone(),
                workflow: Workflow { steps: steps.clone(), ..Workflow::default() },
            }),
            _ => None,
        }
    }

    /// Rebuilds a change from the facts of its operations, each operation with its time; version counts operations.
    pub fn fold<'a>(operations: impl IntoIterator<Item = (DateTime<Utc>, &'a [Event])>) -> Option<Self> {
        let mut state: Option<Self> = None;
        for (at, events) in operations {
            match &mut state {
                None => {
                    let (first, rest) = events.split_first()?;
                    let mut begun = Self::begin(first)?;
                    rest.iter().for_each(|e| begun.apply(e, at));
                    state = Some(begun);
                }
                Some(s) => s.record(events, at),
            }
        }
        state
    }

    /// Applies the facts of one operation and counts it.
    pub fn record(&mut self, events: &[Event], at: DateTime<Utc>) {
        events.iter().for_each(|e| self.apply(e, at));
        self.request.updated_at = at;
        self.request.version += 1;
    }

    fn step_mut(&mut self, id: &str) -> Option<&mut Step> {
        self.workflow.steps.iter_mut().find(|s| s.id == id)
    }

    /// Applies one fact.
    pub fn apply(&mut self, event: &Event, at: DateTime<Utc>) {
        match event {
            Event::Created { request, steps } => {
                self.request = (**request).clone();
                self.workflow = Workflow { steps: steps.clone(), ..Workflow::default() };
            }
            Event::Edited { after, .. } => {
                let r = &mut self.request;
                r.title.clone_from(&after.title);
                r.description.clone_from(&after.description);
                r.kind = after.kind;
                r.priority = after.priority;
                r.metadata = after.metadata.clone();
                self.settle_deciders(is_of_impact);
            }
            Event::Assigned { after, .. } => self.request.assignee.clone_from(after),
            Event::StepStarted { .. } | Event::StepStopped { .. } => self.apply_start(event, at),
            Event::StepCompleted { completion, evidence } => {
                self.workflow.evidence.extend(evidence.iter().cloned());
                if let Some(s) = self.step_mut(&completion.step_id) {
                    s.completion = Some(completion.clone());
                }
            }
            Event::StepReopened { step_id, .. } => {
                if let Some(s) = self.step_mut(step_id) {
                    s.completion = None;
                    s.started = None;
                }
            }
            Event::StepNotApplicable { step_id, reason } => {
                if let Some(s) = self.step_mut(step_id) {
                    s.not_applicable = Some(reason.clone());
                    s.started = None;
                }
            }
            Event::StepRestored { step_id } => {
                if let Some(s) = self.step_mut(step_id) {
                    s.not_applicable = None;
                }
            }
            Event::StepAdded { step, after } => {
                let place = self.place(after.as_deref(), step.stage);
                self.workflow.steps.insert(place, step.clone());
            }
            Event::StepMoved { step_id, after } => {
                if let Some(i) = self.workflow.steps.iter().position(|s| &s.id == step_id) {
                    let step = self.workflow.steps.remove(i);
                    let place = self.place(after.as_deref(), step.stage);
                    self.workflow.steps.insert(place, step);
                }
            }
            Event::StepReassigned { step_id, after, .. } => {
                if let Some(s) = self.step_mut(step_id) {
                    s.owner = *after;
                }
            }
            Event::StageAdvanced { to, .. } | Event::StageReopened { to, .. } => {
                self.request.stage = *to;
                self.request.stage_entered_at = at;
            }
            Event::Approved { approval } => self.workflow.approvals.push(approval.clone()),
            Event::ApprovalsVoided { step_ids, reason } => {
                for a in
                    self.workflow.approvals.iter_mut().filter(|a| a.voided.is_none() && step_ids.contains(&a.step_id))
                {
                    a.voided = Some(reason.clone());
                }
            }
            Event::Held { reason } => self.end(WorkflowStatus::OnHold, Some(reason)),
            Event::Resumed => self.end(WorkflowStatus::Open, None),
            Event::Cancelled { reason } => self.end(WorkflowStatus::Cancelled, Some(reason)),
            Event::Rejected { reason } => self.end(WorkflowStatus::Rejected, Some(reason)),
            Event::Closed => self.end(WorkflowStatus::Closed, None),
            Event::Commented { comment } => self.workflow.comments.push(comment.clone()),
            Event::BranchSet { .. }
            | Event::BranchRemoved { .. }
            | Event::AnalysisDue
            | Event::AnalysisRequested
            | Event::Analysed { .. }
            | Event::AnalysisFailed { .. }
            | Event::ValidationRequested
            | Event::Validated { .. }
            | Event::Escalated { .. }
            | Event::WaiverRequested { .. }
            | Event::WaiverDecided { .. }
            | Event::WaiverExpired { .. } => self.apply_validation(event),
        }
    }

    fn apply_validation(&mut self, event: &Event) {
        let waiver = |waivers: &mut Vec<super::Waiver>, id: u32, alter: &dyn Fn(&mut super::Waiver)| {
            waivers.iter_mut().filter(|w| w.id == id).for_each(alter);
        };
        match event {
            Event::BranchSet { after, .. } => {
                let before = self.workflow.source.replace(after.clone());
                let other = before.is_some_and(|before| before.base != after.base);
                self.workflow.base_moved |= other && self.workflow.validation.is_some();
            }
            Event::BranchRemoved { .. } => {
                self.workflow.base_moved = false;
                self.workflow.source = None;
                self.workflow.validation = None;
            }
            Event::Validated { outcome } => {
                self.workflow.validation = Some((**outcome).clone());
                self.workflow.base_moved = false;
                // What the branch reaches takes the place of what the request alone was found to reach.
                if let Some(impact) = &outcome.impact {
                    self.analysed(impact);
                }
            }
            Event::AnalysisDue => self.workflow.analysis.get_or_insert_default().due = true,
            Event::Analysed { outcome } => self.analysed(outcome),
            Event::AnalysisFailed { failure } => {
                self.workflow.analysis.get_or_insert_default().failed = Some(failure.clone());
            }
            Event::Escalated { .. } => self.request.metadata.breaking_change = true,
            Event::WaiverRequested { waiver } => self.workflow.waivers.push(waiver.clone()),
            Event::WaiverDecided { id, decision, .. } => {
                waiver(&mut self.workflow.waivers, *id, &|w| w.decision = Some(decision.clone()));
            }
            Event::WaiverExpired { id, .. } => waiver(&mut self.workflow.waivers, *id, &|w| w.expired = true),
            _ => {}
        }
        self.settle_deciders(|_| true);
    }

    /// From now on the system decides those steps, or no longer.
    fn settle_deciders(&mut self, concerned: impl Fn(Check) -> bool) {
        for check in Check::ALL.iter().filter(|check| concerned(**check)) {
            let decides = self.standing(*check) != super::Standing::Manual;
            if let Some(step) = self.step_mut(step_of(*check)) {
                step.automatic = decides;
            }
        }
    }

    fn analysed(&mut self, impact: &super::ImpactOutcome) {
        let analysis = self.workflow.analysis.get_or_insert_default();
        (analysis.outcome, analysis.failed) = (Some(impact.clone()), None);
    }

    fn apply_start(&mut self, event: &Event, at: DateTime<Utc>) {
        match event {
            Event::StepStarted { step_id, by } => {
                if let Some(s) = self.step_mut(step_id) {
                    s.started = Some(super::StepStart { by: by.clone(), at });
                }
            }
            Event::StepStopped { step_id } => {
                if let Some(s) = self.step_mut(step_id) {
                    s.started = None;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, status: WorkflowStatus, reason: Option<&String>) {
        self.request.status = status;
        self.request.status_reason = reason.cloned();
    }

    /// Where a step of `stage` goes: behind `after`, else before the first step of that stage or a later one.
    fn place(&self, after: Option<&str>, stage: Stage) -> usize {
        let steps = &self.workflow.steps;
        after
            .and_then(|id| steps.iter().position(|s| s.id == id))
            .map_or_else(|| steps.iter().position(|s| s.stage >= stage).unwrap_or(steps.len()), |i| i + 1)
    }

    /// State of a step as people see it.
    pub fn status_of(&self, step: &Step) -> StepStatus {
        match self.workflow.status_of(step, self.request.stage, self.request.status) {
            StepStatus::Ready | StepStatus::InProgress if lacks_operations(self, step) => StepStatus::Blocked,
            status => status,
        }
    }

    /// The first step that can be worked on now, else the first that is open in the current stage; `workflow_states.current_step`.
    pub fn current_step(&self) -> Option<&Step> {
        let here = || self.workflow.steps.iter().filter(|s| s.stage == self.request.stage && !s.is_settled());
        here()
            .find(|s| matches!(self.status_of(s), StepStatus::Ready | StepStatus::InProgress))
            .or_else(|| here().next())
    }

    /// SHA-256 of what an approver at `stage` approves: the request, and from validation on the evidence of the
    /// implementation and the branch's last commit (SPEC R2.6).
    pub fn digest(&self, stage: Stage) -> String {
        let implementation: Vec<_> = self
            .workflow
            .steps
            .iter()
            .filter(|s| s.stage == Stage::Implementation && stage > Stage::Implementation)
            .filter_map(|s| s.completion.as_ref())
            .flat_map(|c| &c.evidence)
            .filter_map(|id| self.workflow.evidence.iter().find(|e| e.id == *id))
            .map(|e| (e.step_id.as_str(), e.kind, e.value.as_str(), e.document.as_ref().map(|d| d.sha256.as_str())))
            .collect();
        let request = super::event::Editable::of(&self.request);
        match self.workflow.validation.as_ref().filter(|_| stage > Stage::Implementation) {
            Some(outcome) => canonical::digest(&(request, implementation, &outcome.head)),
            None => canonical::digest(&(request, implementation)),
        }
    }
}
