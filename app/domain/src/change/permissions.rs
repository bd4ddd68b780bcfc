//! What an actor may do with a change now, and why not: the rule table and a trial run of the workflow (SPEC R9.1).

use super::decide::{first_facts, lacks_operations};
use super::{ChangeState, Command, Context, Step};
use crate::access::{Action, Refusal, may};
use crate::api::{Permission, StepView};
use crate::error::AppError;
use crate::intake::ValidChange;
use crate::words::{Decision, StepStatus, WorkflowStatus};

const PROBE: &str = "-";

/// What the actor may do with the change as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePermissions {
    /// Edit the request.
    pub edit: Permission,
    /// Take or assign it, or give it back.
    pub assign: Permission,
    /// Pause or resume it.
    pub hold: Permission,
    /// Withdraw it.
    pub cancel: Permission,
    /// Turn it down.
    pub reject: Permission,
    /// Add, move, reassign steps.
    pub customise: Permission,
    /// Upload files.
    pub upload: Permission,
    /// Name the branch.
    pub branch: Permission,
    /// Take the branch off.
    pub remove_branch: Permission,
    /// Have the impact analysed.
    pub analyse: Permission,
    /// Have the branch looked at.
    pub validate: Permission,
    /// Ask for a waiver.
    pub waive: Permission,
}

fn no(reason: impl Into<String>) -> Permission {
    Permission { allowed: false, reason: Some(reason.into()) }
}

const YES: Permission = Permission { allowed: true, reason: None };

fn right(state: &ChangeState, action: Action<'_>, cx: &Context<'_>) -> Option<Permission> {
    may(cx.actor, action, &state.request.project).err().map(|refusal| match refusal {
        Refusal::Anonymous => no("Sign in to continue."),
        Refusal::Hidden => no("You may not see it."),
        Refusal::Denied(why) => no(why),
    })
}

/// Whether the command would be carried out, given well-formed input.
pub fn permission(state: &ChangeState, command: &Command, cx: &Context<'_>) -> Permission {
    right(state, Action::Change(state, command), cx).unwrap_or_else(|| match first_facts(state, command, cx) {
        // Wrong input here means input that a person has yet to give.
        Ok(_) | Err(AppError::Invalid(_)) => YES,
        Err(refusal) => no(refusal.to_string()),
    })
}

/// Permissions on the change itself.
pub fn permissions(state: &ChangeState, cx: &Context<'_>) -> ChangePermissions {
    let r = &state.request;
    let me = &cx.actor.name;
    let reason = || PROBE.to_owned();
    let edited = ValidChange {
        title: format!("{} {PROBE}", r.title),
        description: r.description.clone(),
        kind: r.kind,
        priority: r.priority,
        metadata: r.metadata.clone(),
    };
    let assignee = (r.assignee.as_ref() != Some(me)).then(|| me.clone());
    let hold = if r.status == WorkflowStatus::OnHold { Command::Resume } else { Command::Hold { reason: reason() } };
    let first = state.workflow.steps.first().map_or_else(String::new, |s| s.id.clone());
    let upload = || match r.status.is_live() {
        true => YES,
        false => no(format!("{} is {} and takes no more evidence.", r.key(), r.status.label().to_lowercase())),
    };
    ChangePermissions {
        edit: permission(state, &Command::Edit(Box::new(edited)), cx),
        assign: permission(state, &Command::Assign { assignee }, cx),
        hold: permission(state, &hold, cx),
        cancel: permission(state, &Command::Cancel { reason: reason() }, cx),
        reject: permission(state, &Command::Reject { reason: reason() }, cx),
        customise: permission(state, &Command::MoveStep { step: first, after: None }, cx),
        branch: permission(state, &Command::SetBranch { branch: String::new(), base: None, reason: None }, cx),
        remove_branch: permission(state, &Command::RemoveBranch { reason: None }, cx),
        analyse: permission(state, &Command::RequestAnalysis, cx),
        validate: permission(state, &Command::RequestValidation, cx),
        waive: permission(
            state,
            &Command::RequestWaiver { fingerprint: String::new(), reason: reason(), expires_at: cx.now },
            cx,
        ),
        upload: right(state, Action::Upload(state), cx).unwrap_or_else(upload),
    }
}

/// The checklist as the actor sees it.
pub fn step_views(state: &ChangeState, cx: &Context<'_>) -> Vec<StepView> {
    state.workflow.steps.iter().map(|s| step_view(state, s, cx)).collect()
}

fn step_view(state: &ChangeState, step: &Step, cx: &Context<'_>) -> StepView {
    let id = || step.id.clone();
    let status = state.status_of(step);
    let start =
        if step.started.is_some() { Command::StopStep { step: id() } } else { Command::StartStep { step: id() } };
    let complete = if step.is_approval() {
        Command::Approve { step: id(), decision: Decision::Approve, note: None, digest: None }
    } else {
        Command::CompleteStep { step: id(), evidence: Vec::new(), notes: None }
    };
    StepView {
        step: step.clone(),
        status,
        waits_for: if status == StepStatus::Blocked { waits_for(state, step) } else { Vec::new() },
        start: permission(state, &start, cx),
        complete: permission(state, &complete, cx),
        reopen: permission(state, &Command::ReopenStep { step: id(), reason: PROBE.to_owned() }, cx),
        skip: permission(state, &Command::SkipStep { step: id(), reason: PROBE.to_owned() }, cx),
    }
}

fn waits_for(state: &ChangeState, step: &Step) -> Vec<String> {
    let r = &state.request;
    if r.status != WorkflowStatus::Open {
        let why = r.status_reason.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        return vec![format!("The change itself, which is {}{why}", r.status.label().to_lowercase())];
    }
    let unmet: Vec<String> = state.workflow.unmet(step).iter().map(|s| s.title.clone()).collect();
    if unmet.is_empty() && lacks_operations(state, step) {
        return vec!["The operations: edit the request and say what it does to schema or API".to_owned()];
    }
    if unmet.is_empty() && step.stage > r.stage {
        return vec![format!("The stage {}", step.stage.label().to_lowercase())];
    }
    unmet
}
