//! The end of a run: its row, the change, the audit entry and the event in one transaction.

use super::parts::Subject;
use super::validation::Outcome;
use crate::Engine;
use crate::error::app;
use domain::api::ChangeRef;
use domain::change::{CollidingChange, Command, ImpactFailure, ImpactOutcome};
use domain::{Actor, AppError, AppResult};
use store::validation::{Claimed, Finished, finish};
use store::{Tx, changes, commit};

impl Engine {
    /// Gives the change what was found. Where the run was superseded, or the change has ended or moved to another branch,
    /// the result is for nobody.
    pub(super) async fn record_validation(
        &self,
        run: &Claimed,
        subject: &Subject,
        finished: Finished,
        outcome: Outcome,
    ) -> AppResult<()> {
        let mut tx = self.before_the_end(run).await?;
        if !finish(&mut tx, run.id, &finished).await.map_err(app)? {
            return Ok(());
        }
        let command = match outcome {
            Outcome::Branch(mut outcome) => {
                if let Some(impact) = &mut outcome.impact {
                    collide(&mut tx, subject, impact).await?;
                }
                Command::RecordValidation(outcome)
            }
            Outcome::Impact(mut outcome) => {
                collide(&mut tx, subject, &mut outcome).await?;
                Command::RecordAnalysis(outcome)
            }
        };
        match self.carry_out(&mut tx, &Actor::system(), ChangeRef::Id(subject.change), None, command).await {
            Ok(_) => commit(tx).await.map_err(app),
            Err(AppError::Conflict(why)) => {
                drop(tx);
                self.record_failure(run, Finished { result: Err(why), ..finished }, None).await
            }
            Err(other) => Err(other),
        }
    }

    /// Ends a run that has no result. Of a request that says what `declared` is the digest of, people analyse the impact
    /// then, where nothing is known of it.
    pub(super) async fn record_failure(
        &self,
        run: &Claimed,
        finished: Finished,
        of: Option<(&Subject, String)>,
    ) -> AppResult<()> {
        let mut tx = self.before_the_end(run).await?;
        let ours = finish(&mut tx, run.id, &finished).await.map_err(app)?;
        let (Some((subject, declared)), Err(reason), true) = (of, finished.result, ours) else {
            return commit(tx).await.map_err(app);
        };
        let command = Command::RecordAnalysisFailure(ImpactFailure { declared, reason });
        match self.carry_out(&mut tx, &Actor::system(), ChangeRef::Id(subject.change), None, command).await {
            // One that has ended meanwhile needs no analysis.
            Ok(_) | Err(AppError::Conflict(_)) => commit(tx).await.map_err(app),
            Err(other) => Err(other),
        }
    }

    /// A transaction that has the change, as every operation has it before it touches the change's runs: the other way
    /// round, the two would wait for each other.
    async fn before_the_end(&self, run: &Claimed) -> AppResult<Tx> {
        let mut tx = self.store.begin().await.map_err(app)?;
        changes::lock(&mut tx, ChangeRef::Id(run.change)).await.map_err(app)?;
        Ok(tx)
    }
}

/// Names the open changes that come across the same objects now.
async fn collide(tx: &mut Tx, subject: &Subject, outcome: &mut ImpactOutcome) -> AppResult<()> {
    changes::put_reached(tx, subject.change, &subject.project, Some(outcome), true).await.map_err(app)?;
    let found = changes::collisions(tx, subject.change).await.map_err(app)?;
    outcome.collisions = found
        .into_iter()
        .map(|other| CollidingChange {
            key: other.key,
            objects: other.touches.into_iter().take(20).map(|touch| touch.key).collect(),
        })
        .collect();
    Ok(())
}
