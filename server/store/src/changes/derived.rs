//! Columns that follow from the workflow, so that lists need not read it.

use domain::change::{ChangeState, Waiver};
use domain::intake::assess;
use domain::words::{Role, StepStatus};
use std::collections::BTreeSet;

/// What is kept beside the change itself.
pub(super) struct Derived {
    /// Settled steps of the current stage that apply.
    pub steps_done: i32,
    /// Steps of the current stage that apply.
    pub steps_total: i32,
    /// Id of the step to do next; empty when there is none.
    pub current_step: String,
    /// Its title.
    pub current_step_title: Option<String>,
    /// Roles that can do a ready step or give an approval that is waited for.
    pub ready_roles: Vec<String>,
    /// Declared risk.
    pub risk: &'static str,
    /// low 0 … critical 3.
    pub priority_rank: i16,
    /// 0 to 7.
    pub stage_rank: i16,
    /// Workable now or after a hold.
    pub live: bool,
}

impl Derived {
    pub(super) fn of(state: &ChangeState) -> Self {
        let r = &state.request;
        let here: Vec<_> =
            state.workflow.steps.iter().filter(|s| s.stage == r.stage && s.not_applicable.is_none()).collect();
        let current = state.current_step();
        let mut ready: BTreeSet<&str> = state
            .workflow
            .steps
            .iter()
            .filter(|s| !s.automatic && matches!(state.status_of(s), StepStatus::Ready | StepStatus::InProgress))
            .map(|s| s.approval.as_ref().map_or(s.owner, |q| q.role).as_str())
            .collect();
        // A finding waits for whoever mends it, a waiver for whoever decides on it.
        if r.status.is_live() && !state.failures().is_empty() {
            ready.insert(Role::Developer.as_str());
        }
        if r.status.is_live() && state.workflow.waivers.iter().any(Waiver::is_open) {
            ready.extend([Role::Reviewer.as_str(), Role::Architect.as_str()]);
        }
        Self {
            steps_done: count(here.iter().filter(|s| s.is_settled()).count()),
            steps_total: count(here.len()),
            current_step: current.map_or_else(String::new, |s| s.id.clone()),
            current_step_title: current.filter(|_| r.status.is_live()).map(|s| s.title.clone()),
            ready_roles: ready.into_iter().map(str::to_owned).collect(),
            risk: assess(r.kind, r.priority, &r.metadata).risk.as_str(),
            priority_rank: r.priority as i16,
            stage_rank: r.stage as i16,
            live: r.status.is_live(),
        }
    }
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
