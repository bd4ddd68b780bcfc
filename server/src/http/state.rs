//! What every handler can reach.

use super::limit::Limiter;
use super::live::Hub;
use crate::config::ServeConfig;
use domain::api::Api;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::Store;
use tokio::sync::watch;

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
    /// True once the server shuts down; streams end then.
    pub stopping: watch::Receiver<bool>,
}

/// Whether the server can do its work.
#[derive(Clone)]
pub struct Readiness {
    store: Store,
    migrated: Arc<AtomicBool>,
}

impl Readiness {
    /// Not ready before [`Readiness::set_migrated`].
    pub fn new(store: Store) -> Self {
        Self { store, migrated: Arc::default() }
    }
    /// The schema is up to date.
    pub fn set_migrated(&self) {
        self.migrated.store(true, Ordering::Relaxed);
    }
    /// The schema is known to be up to date.
    pub fn is_migrated(&self) -> bool {
        self.migrated.load(Ordering::Relaxed)
    }
    /// The database answers within two seconds.
    pub async fn database_answers(&self) -> bool {
        // A connection from the pool is pinged before it is handed out.
        matches!(tokio::time::timeout(Duration::from_secs(2), self.store.pool().acquire()).await, Ok(Ok(_)))
    }
}
