//! What every handler can reach.

use super::limit::Limiter;
use super::live::Hub;
use crate::config::ServeConfig;
use domain::api::Api;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::Store;
use tokio::sync::{Semaphore, watch};

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct HttpState {
    /// All use cases.
    pub api: Arc<dyn Api>,
    /// The live stream's one reader.
    pub hub: Hub,
    /// Settings.
    pub config: Arc<ServeConfig>,
    /// How often each client may ask.
    pub limiter: Limiter,
    /// Whether requests can be served.
    pub readiness: Readiness,
    /// Uploads that are being stored; each takes some copies of its file.
    pub uploads: Arc<Semaphore>,
    /// True once the server shuts down; streams end then.
    pub stopping: watch::Receiver<bool>,
}

/// Uploads stored at a time; the others wait for their turn.
pub const UPLOADS: usize = 2;
/// Free space below which PostgreSQL is about to stop, bytes: two files of its write-ahead log.
const LEAST_SPACE: u64 = 32 << 20;
/// How long a question of the health checks may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the server can do its work.
#[derive(Clone)]
pub struct Readiness {
    store: Store,
    migrated: Arc<AtomicBool>,
    folder: Option<PathBuf>,
}

impl Readiness {
    /// Not ready before [`Readiness::set_migrated`].
    pub fn new(store: Store) -> Self {
        Self { store, migrated: Arc::default(), folder: None }
    }
    /// The database's files lie here: the folder's disk must have space.
    #[must_use]
    pub fn in_folder(self, folder: Option<PathBuf>) -> Self {
        Self { folder, ..self }
    }
    /// The schema is up to date.
    pub fn set_migrated(&self) {
        self.migrated.store(true, Ordering::Relaxed);
    }
    /// The schema is known to be up to date.
    pub fn is_migrated(&self) -> bool {
        self.migrated.load(Ordering::Relaxed)
    }
    /// Whether the database takes writes; `None` where it does not answer in time.
    pub async fn takes_writes(&self) -> Option<bool> {
        tokio::time::timeout(PATIENCE, self.store.takes_writes()).await.ok()?.ok()
    }
    /// How much space is left where that is practically nothing, bytes.
    pub async fn lack_of_space(&self) -> Option<u64> {
        let folder = self.folder.clone()?;
        // A file system over the network may take its time.
        let asked = tokio::task::spawn_blocking(move || rustix::fs::statvfs(&folder).ok());
        let found = tokio::time::timeout(PATIENCE, asked).await.ok()?.ok()??;
        Some(found.f_bavail.saturating_mul(found.f_frsize)).filter(|free| *free < LEAST_SPACE)
    }
}
