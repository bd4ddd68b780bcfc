//! The scratch database of this server: begun when it is first needed, kept for the next run.

use crate::proof::{Options, Plan, Progress, Proof, prove};
use std::path::PathBuf;
use std::time::Duration;
use store::cluster::Binaries;
use store::scratch::{Limits, Scratch};
use tokio::sync::Mutex;

/// Proofs on a scratch database that is kept between runs.
#[derive(Debug)]
pub struct Proofs {
    folder: PathBuf,
    binaries: Option<PathBuf>,
    limits: Limits,
    kept: Mutex<Option<Scratch>>,
}

impl Proofs {
    /// In this folder, with PostgreSQL's programs from `binaries` (else looked for).
    pub fn new(folder: PathBuf, binaries: Option<PathBuf>, limits: Limits) -> Self {
        Self { folder, binaries, limits, kept: Mutex::new(None) }
    }

    /// Another proof goes on.
    pub fn busy(&self) -> bool {
        self.kept.try_lock().is_err()
    }

    /// Proves a change; one at a time.
    ///
    /// # Errors
    /// No PostgreSQL on this machine, or it does not start or goes away: why, for people.
    pub async fn prove(
        &self,
        plan: &Plan,
        time: Duration,
        news: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Proof, String> {
        let mut kept = self.kept.lock().await;
        let mut tried = 0;
        loop {
            // It stays where it is meanwhile: a run that is given up in its midst leaves it to the next one, with the
            // knowledge of what is left over.
            let scratch = match &*kept {
                Some(scratch) => scratch,
                None => kept.insert(self.start().await?),
            };
            match prove(scratch, plan, &Options { time }, news).await {
                Ok(proof) => return Ok(proof),
                Err(error) => {
                    *kept = None;
                    tried += 1;
                    if tried > 1 {
                        return Err(format!("the scratch database failed: {error}"));
                    }
                    tracing::warn!(%error, "the scratch database failed; it is begun anew");
                }
            }
        }
    }

    async fn start(&self) -> Result<Scratch, String> {
        let binaries = Binaries::find(self.binaries.as_deref()).map_err(|error| error.to_string())?;
        let started = Scratch::kept(&self.folder, binaries, self.limits.clone()).await;
        started.map_err(|error| format!("the scratch database does not start: {error}"))
    }

    /// Ends the scratch database; what it knows is there again at the next start.
    pub async fn close(&self) {
        let kept = match self.kept.lock().await.take() {
            // A start that was cut off may have left it running: whoever finds it can end it.
            None if self.folder.join("pgdata/postmaster.pid").exists() => self.start().await.ok(),
            kept => kept,
        };
        if let Some(scratch) = kept
            && let Err(error) = scratch.shutdown().await
        {
            tracing::warn!(%error, "the scratch database does not end in order");
        }
    }
}
