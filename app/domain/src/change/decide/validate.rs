//! What a validation of the branch means for the change (SPEC R2.7, R4.5).

use super::Context;
use super::remove_branch::let_go;
use crate::change::{ChangeState, Event, Source, ValidationOutcome};
use crate::error::{AppError, AppResult, Problem};
use crate::words::Stage;
use crate::workflow::merge;

/// Longest name of a branch or revision, bytes.
const NAME_MAX: usize = 250;

pub(super) fn set_branch(
    state: &ChangeState,
    branch: &str,
    base: Option<&str>,
    reason: Option<&str>,
) -> AppResult<Vec<Event>> {
    let mut problems = Vec::new();
    let branch = branch.trim();
    if !is_name(branch) {
        let message = "Name a branch as git does, e.g. `feature/add-email`.";
        problems.push(Problem::new("/branch", "branch.name", message));
    }
    let base = base.map(str::trim).filter(|base| !base.is_empty());
    if base.is_some_and(|base| !is_name(base)) {
        let message = "Name a branch, a tag or a commit to compare with, or leave it out.";
        problems.push(Problem::new("/base", "branch.base", message));
    }
    if !problems.is_empty() {
        return Err(AppError::Invalid(problems));
    }
    if state.request.stage > Stage::Review {
        return Err(AppError::Blocked(vec![
            "The change is being deployed; another branch cannot take its place. Reopen a step first.".to_owned(),
        ]));
    }
    let after = Source { branch: branch.to_owned(), base: base.map(str::to_owned) };
    if state.workflow.source.as_ref() == Some(&after) {
        return Err(AppError::Conflict("That is its branch already.".to_owned()));
    }
    let (reason, dropped) = let_go(state, reason)?;
    Ok(vec![Event::BranchSet { before: state.workflow.source.clone(), after, reason, dropped }])
}

/// What `git check-ref-format` accepts, near enough: git itself has the last word, and is never given an option.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= NAME_MAX
        && !name.starts_with(['-', '/', '.'])
        && !name.ends_with(['/', '.'])
        && !name.ends_with(".lock")
        && !["..", "//", "@{", "/."].iter().any(|bad| name.contains(bad))
        && !name.contains(|c: char| c.is_control() || c.is_whitespace() || "~^:?*[\\".contains(c))
}

pub(super) fn request(state: &ChangeState) -> AppResult<Vec<Event>> {
    if state.workflow.source.is_none() {
        return Err(AppError::Blocked(vec!["Name the branch first; there is nothing to look at yet.".to_owned()]));
    }
    Ok(vec![Event::ValidationRequested])
}

pub(super) fn record(state: &ChangeState, outcome: &ValidationOutcome, cx: &Context<'_>) -> AppResult<Vec<Event>> {
    let branch = state.workflow.source.as_ref().map(|source| source.branch.as_str());
    if branch != Some(outcome.branch.as_str()) {
        return Err(AppError::Conflict("The change is on another branch now.".to_owned()));
    }
    let mut events = vec![Event::Validated { outcome: Box::new(outcome.clone()) }];
    if let Some(reason) = outcome.breaks.as_ref().filter(|_| !state.request.metadata.breaking_change) {
        events.push(Event::Escalated { reason: reason.clone() });
        let mut metadata = state.request.metadata.clone();
        metadata.breaking_change = true;
        events.extend(merge(&state.workflow, state.request.kind, &metadata, cx.project));
    }
    Ok(events)
}
