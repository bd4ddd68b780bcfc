//! What has to happen now and then; a test drives it without waiting.

use super::Engine;
use crate::error::app;
use domain::AppResult;
use store::{audit, maintenance};

impl Engine {
    /// One round: checkpoints of all chains that moved, and the deletion of what has served its time. Any number of
    /// servers may do it at once, and as often as they like.
    ///
    /// # Errors
    /// `Unavailable` where the database does not answer.
    pub async fn tick(&self) -> AppResult<()> {
        for project in audit::dirty_projects(&self.store).await.map_err(app)? {
            self.checkpoint(project.as_deref()).await?;
        }
        maintenance::sweep(&self.store, self.clock.now()).await.map_err(app)?;
        self.sweep_accounts().await?;
        Ok(())
    }

    /// Records the heads of the project's chains that moved (`None`: of the server's own); gives how many.
    ///
    /// # Errors
    /// `Unavailable` where the database does not answer.
    pub async fn checkpoint(&self, project: Option<&str>) -> AppResult<u64> {
        audit::checkpoint(&self.store, project, self.clock.now()).await.map_err(app)
    }
}
