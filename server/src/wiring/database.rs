//! The database: a given one, or a private cluster of our own.

use super::reach::{ReachError, reach};
use crate::config::ServeConfig;
use domain::AppError;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgPool};
use std::time::Duration;
use store::cluster::{Binaries, Cluster, ClusterConfig, ClusterError, require_fsync};
use store::{Store, StoreError};

/// Connections of one server.
const MAX_CONNECTIONS: u32 = 16;
/// A request that gets no connection in this time is answered with 503.
const ACQUIRE: Duration = Duration::from_secs(3);
/// How long a given database is waited for at start-up: in containers it may start after this server.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum WiringError {
    /// The private cluster.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The schema.
    #[error("the database cannot be used: {0}")]
    Store(#[from] StoreError),
    /// Sample data or the first administrator.
    #[error("the first start failed: {0}")]
    App(#[from] AppError),
    /// The address of the database.
    #[error("the database URL cannot be read: {0}")]
    Url(sqlx::Error),
    /// The given database.
    #[error(transparent)]
    Reach(#[from] ReachError),
}

/// An open database.
pub struct Database {
    /// Its store.
    pub store: Store,
    /// The private cluster, unless a database was given. Shut it down last.
    pub cluster: Option<Cluster>,
}

impl Database {
    /// Opens the given database, or starts the private one. Either must flush commits to disk.
    ///
    /// # Errors
    /// A [`WiringError`] that says what to do.
    pub async fn open(config: &ServeConfig) -> Result<Self, WiringError> {
        let (options, cluster) = match &config.database_url {
            Some(url) => (url.parse::<PgConnectOptions>().map_err(WiringError::Url)?, None),
            None => {
                let binaries = Binaries::find(config.pg_bin.as_deref())?;
                let cluster = Cluster::start(ClusterConfig::new(&config.data_dir, binaries)).await?;
                (cluster.connect_options(), Some(cluster))
            }
        };
        let options = options.application_name(store::serving::name(config.sample));
        reach(&options, PATIENCE).await?;
        let pool = pool(options);
        require_fsync(&pool).await?;
        Ok(Self { store: Store::new(pool), cluster })
    }

    /// Ends all connections, then the private cluster.
    ///
    /// # Errors
    /// PostgreSQL does not stop.
    pub async fn close(self) -> Result<(), WiringError> {
        self.store.pool().close().await;
        match self.cluster {
            Some(cluster) => Ok(cluster.shutdown().await?),
            None => Ok(()),
        }
    }
}

/// A pool that opens connections when they are needed, so that it survives a database that goes away.
pub fn pool(options: PgConnectOptions) -> PgPool {
    let settings = PgPoolOptions::new().max_connections(MAX_CONNECTIONS).acquire_timeout(ACQUIRE);
    // A connection keeps buffers as large as the largest file it ever sent, and files come by each in turn.
    let settings = settings.after_release(|connection, _| {
        connection.shrink_buffers();
        Box::pin(async { Ok(true) })
    });
    settings.connect_lazy_with(options)
}
