//! What is asked of a branch before it is taken.

use super::Engine;
use crate::access::authorise;
use crate::error::app;
use crate::ports::BranchError;
use crate::similar::similar;
use domain::access::Action;
use domain::api::ChangeRef;
use domain::change::{ChangeState, Command, Context, decide};
use domain::{Actor, AppError, AppResult};
use std::sync::Arc;
use std::time::Duration;
use store::{Tx, changes, projects};

/// How long somebody who names a branch waits for the repository. If it takes longer, the run says what is wrong.
const PATIENCE: Duration = Duration::from_secs(2);

impl Engine {
    /// Refuses a branch that a change cannot be on, and a base that it cannot be compared with, if that can be told quickly.
    pub(super) async fn check_branch(&self, actor: &Actor, change: ChangeRef, command: &Command) -> AppResult<()> {
        let (Command::SetBranch { branch, base, .. }, Some(repositories)) = (command, &self.repositories) else {
            return Ok(());
        };
        let (repository, branch, base) = {
            let mut tx = self.store.begin().await.map_err(app)?;
            let state = changes::load(&mut tx, change, false).await.map_err(app)?;
            authorise(actor, Action::Change(&state, command), &state.request.project, || change.to_string())?;
            let config = projects::config(&mut tx, &state.request.project).await.map_err(app)?;
            // What is refused in any case is not worth a question to the repository.
            decide(&state, command, &Context { actor, now: self.clock.now(), project: &config, documents: &[] })?;
            let Some(repository) = config.repository else { return Ok(()) };
            let base = base.as_deref().map(str::trim).filter(|base| !base.is_empty()).map(str::to_owned);
            (repository, branch.trim().to_owned(), base)
        };
        let repositories = Arc::clone(repositories);
        let read = tokio::task::spawn_blocking(move || {
            let refused = repositories.revisions(&repository, &branch, base.as_deref()).err()?;
            refusal(&refused, || repositories.branches(&repository).unwrap_or_default())
        });
        match tokio::time::timeout(PATIENCE, read).await {
            Ok(Ok(Some(refusal))) => Err(refusal),
            // It is there; or the repository is away, which the run tells.
            _ => Ok(()),
        }
    }

    /// Two changes on one branch would each be judged by what the other does.
    pub(super) async fn check_branch_is_free(&self, tx: &mut Tx, before: &ChangeState, branch: &str) -> AppResult<()> {
        let r = &before.request;
        // The database keeps no such text, and so no such branch.
        if branch.contains('\0') {
            return Ok(());
        }
        match changes::on_branch(tx, &r.project, branch.trim(), r.id).await.map_err(app)? {
            Some(number) => Err(AppError::Conflict(format!(
                "CHG-{number} is on the branch {} already. Two changes on one branch cannot be told apart; name another \
                 branch, or take it off CHG-{number} first.",
                branch.trim()
            ))),
            None => Ok(()),
        }
    }
}

/// What is wrong with the form, and what could stand in its place; `None`: the form is not what is wrong.
fn refusal(error: &BranchError, all: impl FnOnce() -> Vec<String>) -> Option<AppError> {
    let offered = |name: &str| similar(name, all().iter().map(String::as_str)).join(", ");
    let (pointer, code, what_to_do) = match error {
        BranchError::NoBranch(name) => match offered(name) {
            near if near.is_empty() => ("/branch", "branch.unknown", " Push it first.".to_owned()),
            near => ("/branch", "branch.unknown", format!(" Push it first, or name one that is there: {near}.")),
        },
        BranchError::NoBase(name) => match offered(name) {
            near if near.is_empty() => ("/base", "base.unknown", " Push it first, or leave it out.".to_owned()),
            near => (
                "/base",
                "base.unknown",
                format!(" Leave it out, or name a commit of the main line. Branches: {near}."),
            ),
        },
        BranchError::MainLine(_) => ("/branch", "branch.main-line", String::new()),
        BranchError::BaseElsewhere(_) => ("/base", "base.elsewhere", String::new()),
        BranchError::Source(_) => return None,
    };
    Some(AppError::invalid(pointer, code, format!("{error}{what_to_do}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::SourceError;

    #[test]
    fn what_is_wrong_is_said_of_the_field_that_is_wrong() {
        let said = |error: BranchError| match refusal(&error, || vec!["main".to_owned(), "wide".to_owned()]) {
            Some(AppError::Invalid(problems)) => {
                (problems[0].pointer.clone(), problems[0].code.clone(), problems[0].message.clone())
            }
            other => panic!("{other:?}"),
        };
        for (error, pointer, code, text) in [
            (
                BranchError::NoBranch("wid".to_owned()),
                "/branch",
                "branch.unknown",
                "name one that is there: wide, main",
            ),
            (BranchError::MainLine("main".to_owned()), "/branch", "branch.main-line", "git switch -c"),
            (BranchError::NoBase("mian".to_owned()), "/base", "base.unknown", "Branches: main, wide"),
            (BranchError::BaseElsewhere("wide".to_owned()), "/base", "base.elsewhere", "not on the main line"),
        ] {
            let (at, found, message) = said(error);
            assert_eq!((at.as_str(), found.as_str()), (pointer, code));
            assert!(message.contains(text), "{message}");
        }
        assert!(refusal(&BranchError::Source(SourceError("It is away.".to_owned())), Vec::new).is_none());
    }
}
