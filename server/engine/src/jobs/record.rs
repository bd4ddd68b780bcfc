//! The end of a run: its row, the change, the audit entry and the event in one transaction.

use super::parts::Subject;
use crate::Engine;
use crate::error::app;
use domain::api::ChangeRef;
use domain::change::{Command, ValidationOutcome};
use domain::{Actor, AppError, AppResult};
use store::commit;
use store::validation::{Claimed, Finished, finish};

impl Engine {
    /// Gives the change what was found. Where the run was superseded, or the change has ended or moved to another branch,
    /// the result is for nobody.
    pub(super) async fn record_validation(
        &self,
        run: &Claimed,
        subject: &Subject,
        finished: Finished,
        outcome: ValidationOutcome,
    ) -> AppResult<()> {
        let mut tx = self.store.begin().await.map_err(app)?;
        if !finish(&mut tx, run.id, &finished).await.map_err(app)? {
            return Ok(());
        }
        let command = Command::RecordValidation(Box::new(outcome));
        match self.carry_out(&mut tx, &Actor::system(), ChangeRef::Id(subject.change), None, command).await {
            Ok(_) => commit(tx).await.map_err(app),
            Err(AppError::Conflict(why)) => {
                drop(tx);
                self.record_failure(run, Finished { result: Err(why), ..finished }).await
            }
            Err(other) => Err(other),
        }
    }

    /// Ends a run that has no result.
    pub(super) async fn record_failure(&self, run: &Claimed, finished: Finished) -> AppResult<()> {
        let mut tx = self.store.begin().await.map_err(app)?;
        finish(&mut tx, run.id, &finished).await.map_err(app)?;
        commit(tx).await.map_err(app)
    }
}
