//! What is deployed is what was validated: the branch is asked for once more before a deployment step is done.

use super::Engine;
use crate::access::authorise;
use crate::error::app;
use crate::jobs::has_moved;
use crate::ports::{BranchError, Landing, SourceError};
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

/// What became of the branch.
enum Tip {
    /// It is there, or what was validated is in the main line; but that has other migrations now.
    Overtaken,
    /// It is there; its last commit.
    At(String),
    /// It is gone; what became of what was validated.
    Gone(Landing),
}

impl Engine {
    /// Refuses to complete a deployment step while the branch has commits that nobody has looked at, and asks for them
    /// to be looked at; and while nobody can tell. A branch that is gone has to be in the main line by now.
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
        let seen = outcome.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let tip = match repositories.revisions(&repository, &branch, base.as_deref()) {
                Ok(now) => Tip::At(now.head),
                Err(BranchError::NoBranch(_)) => {
                    let base = Some(seen.base.as_str()).filter(|base| !base.is_empty());
                    Tip::Gone(repositories.landed(&repository, base, &seen.head)?)
                }
                Err(other) => return Err(SourceError::from(other)),
            };
            let same = match &tip {
                Tip::At(now) => *now == seen.head,
                Tip::Gone(landing) => *landing == Landing::Landed,
                Tip::Overtaken => false,
            };
            Ok(if same && has_moved(&*repositories, &repository, &seen)? { Tip::Overtaken } else { tip })
        });
        let asked = match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(asked)) => asked,
            Ok(Err(_)) => Err(SourceError("The repository could not be asked.".to_owned())),
            Err(_) => Err(SourceError(format!("The repository gave no answer within {} seconds.", PATIENCE.as_secs()))),
        };
        let news = match asked {
            Ok(Tip::Gone(Landing::Landed)) => return Ok(()),
            Ok(Tip::At(now)) if now == outcome.head => return Ok(()),
            Ok(Tip::At(now)) => {
                format!("The branch {} has moved to {} since it was validated at", source.branch, short(&now))
            }
            Ok(Tip::Overtaken) => {
                format!("The main line has got other migrations since {} was validated at", source.branch)
            }
            Ok(Tip::Gone(Landing::WithMore(last))) => {
                return Err(AppError::Blocked(vec![format!(
                    "The branch {0} is gone, and was merged at {1}, further than what was validated at {2}. Push {1} as \
                     the branch {0} again, so that all of it is validated; or take the branch off the change, with a \
                     reason.",
                    source.branch,
                    short(&last),
                    short(&outcome.head)
                )]));
            }
            Ok(Tip::Gone(Landing::Missing)) => {
                return Err(AppError::Blocked(vec![format!(
                    "The branch {} is gone, and the main line does not hold what was validated at {}. Push the branch \
                     again, or merge it; or take the branch off the change, with a reason.",
                    source.branch,
                    short(&outcome.head)
                )]));
            }
            Err(why) => {
                return Err(AppError::Blocked(vec![format!(
                    "Whether {} is still what was validated cannot be told: {why} Try again when the repository can be \
                     read; or take the branch off the change, with a reason.",
                    source.branch
                )]));
            }
        };
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
            "{news} {}. It is being validated again; deploy when that is done.",
            short(&outcome.head)
        )]))
    }
}

fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}
