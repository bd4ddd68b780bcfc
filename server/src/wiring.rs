//! Puts the parts together: the only place that chooses adapters.

mod database;
mod first_admin;
mod reach;
mod sample_repository;
mod tasks;

pub use database::{Database, WiringError, pool};
pub use reach::{ReachError, reach};

use crate::config::ServeConfig;
use crate::http::limit::Limiter;
use crate::http::live::Hub;
use crate::http::{HttpState, Readiness, UPLOADS};
use engine::jobs::{Proofs, Validator};
use engine::{Engine, Settings, SystemClock};
use integrations::git::Served;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};

/// A server that is ready to answer.
pub struct Wired {
    /// What handlers reach.
    pub state: HttpState,
    /// The use cases, for the background work.
    pub engine: Engine,
    /// Set to true, all streams and background tasks end.
    pub stop: watch::Sender<bool>,
    /// Looks at changes' branches.
    pub validator: Validator,
    /// The scratch database; close it last.
    pub proofs: Arc<Proofs>,
    /// Path of the link by which the first administrator sets a password; while there is no administrator.
    pub admin_link: Option<String>,
}

/// Brings the schema up to date and puts the parts together on an open database.
///
/// # Errors
/// A failed migration; a database that does not answer.
pub async fn wire(config: ServeConfig, store: store::Store) -> Result<Wired, WiringError> {
    let folder = config.database_url.is_none().then(|| config.data_dir.clone());
    let readiness = Readiness::new(store.clone()).in_folder(folder);
    store.migrate().await?;
    readiness.set_migrated();
    let settings = Settings {
        max_document_bytes: config.max_upload_bytes(),
        session_hours: i64::from(config.session_hours),
        sample: config.sample,
    };
    let repositories = config.repositories.clone().unwrap_or_else(|| config.data_dir.join("repositories"));
    let served = Arc::new(Served::new(repositories.clone()));
    let engine = Engine::new(store, Arc::new(SystemClock), settings).with_repositories(Arc::<Served>::clone(&served));
    let admin_link = first_admin::prepare(&engine, config.sample).await?;
    if config.sample {
        sample_repository::prepare(&engine, &repositories).await?;
    }
    let scratch = config.data_dir.join("scratch");
    let proofs = Arc::new(Proofs::new(scratch, config.pg_bin.clone(), store::scratch::Limits::default()));
    let validator = Validator::new(engine.clone(), served, Arc::clone(&proofs));
    let (stop, stopping) = watch::channel(false);
    let api: Arc<dyn domain::api::Api> = Arc::new(engine.clone());
    let limiter = Limiter::new(config.rate_limit);
    let uploads = Arc::new(Semaphore::new(UPLOADS));
    let (config, hub) = (Arc::new(config), Hub::default());
    let state = HttpState { api, hub, config, limiter, readiness, uploads, stopping };
    Ok(Wired { state, engine, stop, validator, proofs, admin_link })
}

impl Wired {
    /// Starts what runs beside the requests: the live stream's reader and the jobs. They end by [`Wired::stop`].
    pub fn start_tasks(&self) -> tokio::task::JoinSet<()> {
        tasks::start(self)
    }
}
