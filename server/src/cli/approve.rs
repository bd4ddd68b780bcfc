//! `change-mgmt approve` and `request-changes`: decide on a change.

use super::{
    App,
    exit::{Failure, Outcome},
    step, target,
};
use clap::Args;
use domain::{
    AppError,
    api::{ChangeDetail, StepView},
    words::{Decision, StepStatus, WorkflowStatus},
};

/// Approve a change at the step that waits for it
#[derive(Args, Debug)]
pub struct Approve {
    #[command(flatten)]
    decision: Decide,
    /// Ask for changes in place of approving
    #[arg(long)]
    request_changes: bool,
}

/// What both commands take.
#[derive(Args, Debug)]
#[command(mut_arg("second", |a| a.value_name("STEP").help("The step; may be left out where only one waits")))]
pub struct Decide {
    #[command(flatten)]
    target: target::ChangeAnd,
    /// What you say to it; needed when asking for changes
    #[arg(long)]
    note: Option<String>,
    /// `digest` of what you looked at, from `show --json`: refused where it was edited since
    #[arg(long)]
    digest: Option<String>,
}

/// Runs `approve`.
///
/// # Errors
/// The server's refusal.
pub async fn run(app: &App, args: Approve) -> Outcome {
    let decision = if args.request_changes { Decision::RequestChanges } else { Decision::Approve };
    decide(app, args.decision, decision).await
}

/// Runs `approve --request-changes` and `request-changes`.
///
/// # Errors
/// No step waits for an approval; the server's refusal.
pub async fn decide(app: &App, args: Decide, decision: Decision) -> Outcome {
    let (change, named) = args.target.get()?;
    if decision == Decision::RequestChanges && args.note.as_deref().is_none_or(|n| n.trim().is_empty()) {
        return Err(Failure::Usage("Say with --note what has to change.".to_owned()));
    }
    let client = app.client()?;
    let detail = client.change(change).await?;
    let id = match named {
        Some(id) => id,
        None => {
            live(&detail)?;
            waiting(&detail)?.step.id.clone()
        }
    };
    let digest = args.digest.as_deref().unwrap_or(&detail.digest);
    let after = client.decide(change, &id, decision, args.note.as_deref(), digest).await?;
    let done = after.steps.iter().any(|s| s.step.id == id && s.step.completion.is_some());
    let said = match (decision, done) {
        (Decision::RequestChanges, _) => format!("asked for changes at {id}"),
        (Decision::Approve, true) => format!("{id} approved and complete"),
        (Decision::Approve, false) => format!("approved at {id}; further approvals are needed"),
    };
    step::report(app, &after, &said)
}

/// A change that rests or has ended asks nobody, and that is what to say of it.
fn live(detail: &ChangeDetail) -> Outcome {
    let change = &detail.change;
    let (key, status) = (change.key(), change.status);
    if status == WorkflowStatus::OnHold {
        let why = change.status_reason.as_deref().unwrap_or("no reason given");
        return Err(AppError::Blocked(vec![format!(
            "{key} is on hold ({why}). Resume it first: change-mgmt resume {key}"
        )])
        .into());
    }
    if status.is_live() {
        return Ok(());
    }
    Err(AppError::Conflict(format!("{key} is {}; there is nothing to decide.", status.label().to_lowercase())).into())
}

/// The one approval step that waits: the one the user may decide, where there are several.
fn waiting(detail: &ChangeDetail) -> Outcome<&StepView> {
    let open = |s: &&StepView| s.step.is_approval() && matches!(s.status, StepStatus::Ready | StepStatus::InProgress);
    let all: Vec<_> = detail.steps.iter().filter(open).collect();
    let mine: Vec<_> = all.iter().copied().filter(|s| s.complete.allowed).collect();
    match (mine.as_slice(), all.as_slice()) {
        ([one], _) | ([], [one]) => Ok(one),
        ([], []) => Err(AppError::Blocked(vec![format!(
            "No step of {} waits for an approval now; `change-mgmt status {0}` shows what comes first.",
            detail.change.key()
        )])
        .into()),
        ([], several) | (several, _) => {
            let ids: Vec<&str> = several.iter().map(|s| s.step.id.as_str()).collect();
            Err(Failure::Usage(format!("Several steps wait; name one after the change: {}.", ids.join(", "))))
        }
    }
}
