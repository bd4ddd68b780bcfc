//! How every run begins: its files are read, away from the server's own threads.

use super::Validator;
use super::look::{Sight, declared};
use super::parts::{Parts, Subject};
use super::validation::{Result, apart};
use crate::ports::{Repositories, SourceError};
use crate::validation::Declared;
use domain::change::ChangeState;
use domain::project::ProjectConfig;
use domain::words::{RunState, RunSubject};
use std::sync::Arc;
use store::validation::Claimed;

/// A run with everything that is known of it before it begins.
pub(super) struct Task<'a> {
    pub run: &'a Claimed,
    pub subject: &'a Subject,
    pub state: &'a ChangeState,
    /// That the change breaks something was found, not declared.
    pub escalated: bool,
    pub config: &'a ProjectConfig,
    pub parts: &'a Arc<Parts>,
}

impl Validator {
    /// Reads what is to be looked at, and says which commits these are.
    pub(super) async fn begin(
        &self,
        task: &Task<'_>,
        read: impl FnOnce(&dyn Repositories, &str, &ProjectConfig, Declared) -> std::result::Result<Sight, SourceError>
        + Send
        + 'static,
    ) -> Result<Arc<Sight>> {
        task.parts.begin("branch");
        let repository = task.config.repository.clone().ok_or_else(|| {
            "The project names no repository; an administrator sets it in the project's settings.".to_owned()
        })?;
        let (repositories, config) = (Arc::clone(&self.repositories), task.config.clone());
        let declared = declared(task.state, task.escalated);
        let read = apart(move || read(repositories.as_ref(), &repository, &config, declared)).await?;
        let sight = Arc::new(read.map_err(|error| error.to_string())?);
        let commits = &sight.revisions;
        self.tell_once(task.run, task.subject, task.parts, Some((&commits.head, commits.base.as_deref()))).await?;
        task.parts.end("branch", RunState::Done, compared(&sight, task.subject.about));
        Ok(sight)
    }
}

fn compared(sight: &Sight, about: RunSubject) -> String {
    let short = |commit: &str| commit.chars().take(10).collect::<String>();
    let head = short(&sight.revisions.head);
    match (&sight.revisions.base, about) {
        (Some(base), _) => format!("{head} against {}.", short(base)),
        (None, RunSubject::Branch) => format!("{head}; everything is new."),
        (None, RunSubject::Impact) => format!("{head}."),
    }
}
