//! What happens without an operation: a push to a branch, the end of a waiver.

use super::Validator;
use crate::error::app;
use domain::api::ChangeRef;
use domain::change::Command;
use domain::words::RunSubject;
use domain::{Actor, AppError, AppResult};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::validation::{NewRun, Watched, enqueue, overdue_waivers, watched};
use store::{commit, projects};

impl Validator {
    /// One round: branches that moved are looked at again, waivers whose time is over count no longer.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn watch(&self) -> AppResult<()> {
        let engine = &self.engine;
        for change in overdue_waivers(engine.store(), engine.clock.now()).await.map_err(app)? {
            let mut tx = engine.store().begin().await.map_err(app)?;
            match engine.carry_out(&mut tx, &Actor::system(), ChangeRef::Id(change), None, Command::Recheck).await {
                Ok(_) => commit(tx).await.map_err(app)?,
                // Somebody was faster.
                Err(AppError::Conflict(_)) => {}
                Err(other) => return Err(other),
            }
        }
        let mut repositories: BTreeMap<String, Option<String>> = BTreeMap::new();
        for seen in watched(engine.store()).await.map_err(app)? {
            let repository = match repositories.get(&seen.project) {
                Some(known) => known.clone(),
                None => {
                    let mut conn = engine.store().connection().await.map_err(app)?;
                    let found = projects::config(&mut conn, &seen.project).await.map_err(app)?.repository;
                    repositories.insert(seen.project.clone(), found.clone());
                    found
                }
            };
            if let Some(repository) = repository {
                self.moved(&repository, seen).await?;
            }
        }
        Ok(())
    }

    async fn moved(&self, repository: &str, seen: Watched) -> AppResult<()> {
        let (repositories, repository) = (Arc::clone(&self.repositories), repository.to_owned());
        let (branch, base) = (seen.branch.clone(), seen.base.clone());
        let now =
            tokio::task::spawn_blocking(move || repositories.revisions(&repository, &branch, base.as_deref())).await;
        // A branch that is gone for the moment is no news; its last validation says what there was.
        let Ok(Ok(now)) = now else { return Ok(()) };
        if seen.head.as_deref() == Some(now.head.as_str()) {
            return Ok(());
        }
        let engine = &self.engine;
        let run = NewRun {
            id: engine.clock.id(),
            change: seen.change,
            about: RunSubject::Branch,
            cause: "branch-moved",
            requested_by: domain::access::SYSTEM.to_owned(),
            at: engine.clock.now(),
            supersedes: true,
        };
        let mut tx = engine.store().begin().await.map_err(app)?;
        enqueue(&mut tx, &run).await.map_err(app)?;
        commit(tx).await.map_err(app)
    }
}
