//! The readiness panel: what stands between a change and its deployment, failing first.

use super::checks::shortened;
use super::{ChangeState, Standing, Step};
use crate::words::{Decision, GateStatus, Role, Stage, StepStatus, WorkflowStatus};
use serde::{Deserialize, Serialize};

/// One condition, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Gate {
    /// Stable name.
    pub id: String,
    /// For people.
    pub title: String,
    /// Failed, waiting or passed.
    pub status: GateStatus,
    /// Why.
    pub reason: String,
    /// Who can do something about it.
    pub owner: Option<Role>,
    /// What to do next; empty when passed.
    pub next_action: String,
}

/// All gates. `open_dependencies` and `collisions` are keys of other changes, e.g. `CHG-7`.
pub fn gates(state: &ChangeState, open_dependencies: &[String], collisions: &[String]) -> Vec<Gate> {
    let mut out = vec![hold(state), operations(state), dependencies(open_dependencies), colliding(collisions)];
    out.extend(
        state
            .workflow
            .steps
            .iter()
            .filter(|s| s.not_applicable.is_none() && s.stage >= Stage::Validation && s.stage <= Stage::Review)
            .map(|s| of_step(state, s)),
    );
    out.sort_by_key(|g| g.status);
    out
}

fn gate(id: &str, title: &str, status: GateStatus, reason: impl Into<String>, next: impl Into<String>) -> Gate {
    Gate {
        id: id.to_owned(),
        title: title.to_owned(),
        status,
        reason: reason.into(),
        owner: None,
        next_action: next.into(),
    }
}

fn hold(state: &ChangeState) -> Gate {
    let why = state.request.status_reason.clone().unwrap_or_default();
    match state.request.status {
        WorkflowStatus::OnHold => gate("status", "Not on hold", GateStatus::Failed, why, "Resume the change."),
        WorkflowStatus::Open | WorkflowStatus::Closed => {
            gate("status", "Not on hold", GateStatus::Passed, "Work goes on.", "")
        }
        other => gate(
            "status",
            "Not ended early",
            GateStatus::Failed,
            format!("{}. {why}", other.label()),
            "Submit a new change if it is still wanted.",
        ),
    }
}

fn operations(state: &ChangeState) -> Gate {
    if super::decide::operations_missing(state) {
        gate(
            "operations",
            "Operations declared",
            GateStatus::Failed,
            "The request does not say yet what it does to schema or API.",
            "Edit the request and declare its operations.",
        )
    } else {
        gate(
            "operations",
            "Operations declared",
            GateStatus::Passed,
            format!("{} declared.", state.request.metadata.operations.len()),
            "",
        )
    }
}

fn dependencies(open: &[String]) -> Gate {
    if open.is_empty() {
        gate("dependencies", "Dependencies closed", GateStatus::Passed, "It waits for no open change.", "")
    } else {
        gate(
            "dependencies",
            "Dependencies closed",
            GateStatus::Waiting,
            format!("It waits for {}.", open.join(", ")),
            "Close them first, or edit the request.",
        )
    }
}

fn colliding(with: &[String]) -> Gate {
    if with.is_empty() {
        gate(
            "collisions",
            "No colliding change",
            GateStatus::Passed,
            "No other open change touches the same tables, columns or endpoints.",
            "",
        )
    } else {
        gate(
            "collisions",
            "No colliding change",
            GateStatus::Waiting,
            format!("The same objects are touched by {}.", with.join(", ")),
            "Agree on an order and add a dependency.",
        )
    }
}

/// A step that the validation of the branch decides.
fn of_check(state: &ChangeState, step: &Step) -> Option<(GateStatus, String, &'static str)> {
    Some(match state.decided_by_check(step)? {
        Standing::Failed(reasons) => {
            (GateStatus::Failed, shortened(&reasons, 1).join(" "), "Mend it on the branch, or ask for a waiver.")
        }
        Standing::Waiting => (GateStatus::Waiting, "The branch has to be validated.".to_owned(), ""),
        Standing::Passed(notes) if step.completion.is_some() => (GateStatus::Passed, notes, ""),
        Standing::Passed(_) | Standing::Manual => return None,
    })
}

fn of_step(state: &ChangeState, step: &Step) -> Gate {
    let objection = state
        .workflow
        .approvals
        .iter()
        .rfind(|a| a.step_id == step.id && a.voided.is_none() && a.decision == Decision::RequestChanges);
    if let Some((status, reason, next)) = of_check(state, step) {
        return Gate { owner: Some(step.owner), ..gate(&step.id, &step.title, status, reason, next) };
    }
    let (status, reason, next) = match (state.status_of(step), objection) {
        (StepStatus::Done, _) => {
            let by = step.completion.as_ref().map_or_else(String::new, |c| format!("Done by {}.", c.completed_by));
            (GateStatus::Passed, by, String::new())
        }
        (_, Some(a)) => (
            GateStatus::Failed,
            format!("{} asks for changes: {}", a.by, a.note.clone().unwrap_or_default()),
            "Make the changes, then ask again.".to_owned(),
        ),
        (StepStatus::Ready | StepStatus::InProgress, None) if step.is_approval() => (
            GateStatus::Waiting,
            format!("Waiting for the decision of the role {}.", step.owner.label().to_lowercase()),
            "Approve it, or ask for changes.".to_owned(),
        ),
        (StepStatus::Ready | StepStatus::InProgress, None) => {
            (GateStatus::Waiting, "Ready to be done.".to_owned(), step.hint.clone())
        }
        _ => {
            let first = state.workflow.unmet(step).first().map(|s| s.title.clone());
            let reason = first.map_or_else(
                || format!("Comes in {}.", step.stage.label().to_lowercase()),
                |t| format!("Waits for “{t}”."),
            );
            (GateStatus::Waiting, reason, String::new())
        }
    };
    Gate { id: step.id.clone(), title: step.title.clone(), status, reason, owner: Some(step.owner), next_action: next }
}
