//! A real PostgreSQL for tests: one cluster per test process, a fresh database per test. Not for the product.
//!
//! ```no_run
//! # async fn example() -> Result<(), store::cluster::ClusterError> {
//! let options = store::cluster::testing::shared().await?.empty_database().await?;
//! # drop(options); Ok(()) }
//! ```

use std::{
    collections::HashSet,
    sync::atomic::{AtomicU32, Ordering},
};

use sqlx::{ConnectOptions, Connection, migrate::Migrator, postgres::PgConnectOptions};
use tokio::sync::{Mutex, OnceCell};

use super::{Binaries, Cluster, ClusterError};

/// Small and fast, and enough connections for all tests of a process at once.
const SETTINGS: [(&str, &str); 5] = [
    ("max_connections", "300"),
    ("shared_buffers", "64MB"),
    ("wal_level", "minimal"),
    ("max_wal_senders", "0"),
    ("checkpoint_timeout", "1h"),
];

/// The cluster of this test process.
#[derive(Debug)]
pub struct TestCluster {
    cluster: Cluster,
    templates: Mutex<HashSet<String>>,
    count: AtomicU32,
}

/// The cluster of this test process, started on first use. It is deleted when the process ends, even by SIGKILL.
///
/// # Errors
/// As [`Cluster::temporary`]: above all, no PostgreSQL on this machine.
pub async fn shared() -> Result<&'static TestCluster, ClusterError> {
    static SHARED: OnceCell<TestCluster> = OnceCell::const_new();
    SHARED.get_or_try_init(TestCluster::start).await
}

impl TestCluster {
    /// A cluster of its own, for a test that breaks it.
    ///
    /// # Errors
    /// As [`Cluster::temporary`].
    pub async fn start() -> Result<Self, ClusterError> {
        let settings = SETTINGS.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
        let cluster = Cluster::temporary(Binaries::find(None)?, settings).await?;
        Ok(Self { cluster, templates: Mutex::default(), count: AtomicU32::new(1) })
    }

    /// The cluster itself.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// A new database without tables.
    ///
    /// # Errors
    /// [`ClusterError::Database`].
    pub async fn empty_database(&self) -> Result<PgConnectOptions, ClusterError> {
        self.copy_of(None).await
    }

    /// A new database with the migrations applied: they run once per process, then the result is copied.
    ///
    /// # Errors
    /// [`ClusterError::Migrate`] or [`ClusterError::Database`].
    pub async fn fresh_database(&self, migrator: &Migrator) -> Result<PgConnectOptions, ClusterError> {
        let last = migrator.iter().map(|migration| migration.version).max().unwrap_or_default();
        let name = format!("template_migrated_{}_{last}", migrator.iter().count());
        self.fresh_database_from(&name, async |options| {
            let mut connection = options.connect().await?;
            migrator.run(&mut connection).await?;
            Ok(connection.close().await?)
        })
        .await
    }

    /// A copy of the database `template` (a name of `a-z0-9_`), which `prepare` fills on the first call with that
    /// name. `prepare` must close its connections: a database in use cannot be copied.
    ///
    /// # Errors
    /// Those of `prepare`, or [`ClusterError::Database`].
    pub async fn fresh_database_from<F>(&self, template: &str, prepare: F) -> Result<PgConnectOptions, ClusterError>
    where
        F: AsyncFnOnce(PgConnectOptions) -> Result<(), ClusterError>,
    {
        let mut templates = self.templates.lock().await;
        if !templates.contains(template) {
            // An earlier attempt may have failed halfway.
            self.cluster.drop_database(template).await?;
            self.cluster.create_database(template, None).await?;
            prepare(self.cluster.connect_options_for(template)).await?;
            templates.insert(template.to_owned());
        }
        drop(templates);
        self.copy_of(Some(template)).await
    }

    async fn copy_of(&self, template: Option<&str>) -> Result<PgConnectOptions, ClusterError> {
        let name = format!("test_{}", self.count.fetch_add(1, Ordering::Relaxed));
        self.cluster.create_database(&name, template).await?;
        Ok(self.cluster.connect_options_for(&name))
    }
}
