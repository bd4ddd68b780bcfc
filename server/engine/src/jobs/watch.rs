//! What happens without an operation: a push to a branch, the end of a waiver.

use super::Validator;
use super::line::differ;
use crate::error::app;
use crate::ports::SourceError;
use domain::api::ChangeRef;
use domain::change::Command;
use domain::words::RunSubject;
use domain::{Actor, AppError, AppResult};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
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
        let mut lines: BTreeMap<String, bool> = BTreeMap::new();
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
                let overtaken = match lines.get(&repository) {
                    Some(known) => *known,
                    None => {
                        let moved = self.line_moved(&repository).await;
                        lines.insert(repository.clone(), moved);
                        moved
                    }
                };
                self.moved(&repository, seen, overtaken).await?;
            }
        }
        Ok(())
    }

    /// The main line has other migrations than in the round before. What happened while no server ran is seen where
    /// something is deployed.
    async fn line_moved(&self, repository: &str) -> bool {
        let (repositories, name) = (Arc::clone(&self.repositories), repository.to_owned());
        let before = self.lines.lock().unwrap_or_else(PoisonError::into_inner).get(repository).cloned();
        let asked = tokio::task::spawn_blocking(move || {
            let now = repositories.main_line(&name)?;
            let moved = before.is_some_and(|before| differ(&*repositories, &name, &before, &now).unwrap_or(true));
            Ok::<_, SourceError>((now, moved))
        });
        let Ok(Ok((now, moved))) = asked.await else { return false };
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).insert(repository.to_owned(), now);
        moved
    }

    async fn moved(&self, repository: &str, seen: Watched, overtaken: bool) -> AppResult<()> {
        let (repositories, repository) = (Arc::clone(&self.repositories), repository.to_owned());
        let (branch, base) = (seen.branch.clone(), seen.base.clone());
        let now =
            tokio::task::spawn_blocking(move || repositories.revisions(&repository, &branch, base.as_deref())).await;
        // A branch that is gone for the moment is no news; its last validation says what there was.
        let Ok(Ok(now)) = now else { return Ok(()) };
        if !overtaken && seen.head.as_deref() == Some(now.head.as_str()) {
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
