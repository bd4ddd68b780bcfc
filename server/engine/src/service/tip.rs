//! What is deployed is what was validated: the branch is asked for once more before a deployment step is done.

use super::Engine;
use crate::access::authorise;
use crate::error::app;
use domain::access::Action;
use domain::api::ChangeRef;
use domain::change::Command;
use domain::words::{RunSubject, Stage};
use domain::{Actor, AppError, AppResult};
use std::sync::Arc;
use std::time::Duration;
use store::validation::{NewRun, enqueue};
use store::{changes, commit, projects};

/// How long a deployment step waits for the repository.
const PATIENCE: Duration = Duration::from_secs(10);

impl Engine {
    /// Refuses to complete a deployment step while the branch has commits that nobody has looked at, and asks for them
    /// to be looked at. A branch that is gone was merged, as a rule; one that cannot be asked for moves no further for
    /// now, and the next round tells.
    pub(super) async fn check_tip(&self, actor: &Actor, change: ChangeRef, command: &Command) -> AppResult<()> {
        let (Command::CompleteStep { step, .. }, Some(repositories)) = (command, &self.repositories) else {
            return Ok(());
        };
        let mut tx = self.store.begin().await.map_err(app)?;
        let state = changes::load(&mut tx, change, false).await.map_err(app)?;
        let deploys = state.workflow.step(step).is_some_and(|step| step.stage == Stage::Deployment);
        let (Some(source), Some(outcome), true) = (&state.workflow.source, &state.workflow.validation, deploys) else {
            return Ok(());
        };
        authorise(actor, Action::Change(&state, command), &state.request.project, || change.to_string())?;
        let config = projects::config(&mut tx, &state.request.project).await.map_err(app)?;
        drop(tx);
        let Some(repository) = config.repository else { return Ok(()) };
        let repositories = Arc::clone(repositories);
        let (branch, base) = (source.branch.clone(), source.base.clone());
        let asked = tokio::task::spawn_blocking(move || repositories.revisions(&repository, &branch, base.as_deref()));
        let Ok(Ok(Ok(now))) = tokio::time::timeout(PATIENCE, asked).await else { return Ok(()) };
        if now.head == outcome.head {
            return Ok(());
        }
        let run = NewRun {
            id: self.clock.id(),
            change: state.request.id,
            about: RunSubject::Branch,
            cause: "branch-moved",
            requested_by: domain::access::SYSTEM.to_owned(),
            at: self.clock.now(),
            supersedes: false,
        };
        let mut tx = self.store.begin().await.map_err(app)?;
        enqueue(&mut tx, &run).await.map_err(app)?;
        commit(tx).await.map_err(app)?;
        Err(AppError::Blocked(vec![format!(
            "The branch {} has moved to {} since it was validated at {}. It is being validated again; deploy when that is \
             done.",
            source.branch,
            short(&now.head),
            short(&outcome.head)
        )]))
    }
}

fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}
