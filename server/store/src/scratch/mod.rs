//! Databases to try users' SQL on: a second, throw-away cluster that knows nothing of the product's own.
//!
//! What runs there is hostile until proven otherwise (SPEC R4.1), so that nothing depends on what it says of itself:
//! - It runs as a role that is no superuser, owns no database and may neither create databases nor roles nor read
//!   files; programs, files and other databases are refused by PostgreSQL itself. Nothing listens on the network.
//! - Every session has a role of its own to log in with, so that no run can end another's session.
//! - Time and size are watched from a connection of our own, for a session may lift its own time-outs; what grows
//!   too large or takes too long is ended there. A process that asks for too much memory gets an error.
//! - A base history is kept as a snapshot that nobody can connect to; runs work on copies.
//!
//! ```no_run
//! # async fn example() -> Result<(), store::scratch::ScratchError> {
//! use store::scratch::{Limits, Scratch, Wrap};
//! let binaries = store::cluster::Binaries::find(None)?;
//! let scratch = Scratch::start(binaries, Limits::default()).await?;
//! let database = scratch.database(None).await?;
//! let mut session = database.session().await?;
//! let ran = session.run("CREATE TABLE t (id int)", Wrap::Own).await;
//! assert!(ran.failure.is_none());
//! database.close().await?;
//! # scratch.shutdown().await }
//! ```

mod admin;
pub mod catalog;
mod database;
mod error;
mod limits;
mod locks;
mod relations;
mod rows;
mod session;
mod snapshots;
#[cfg(test)]
mod tests;

pub use database::Database;
pub use error::{Failure, ScratchError};
pub use limits::Limits;
pub use locks::{Lock, Mode};
pub use rows::{Fresh, Row, Value, Write};
pub use session::{Ran, Session, Wrap};

use crate::cluster::{Binaries, Cluster, ClusterConfig, pidfile};
use admin::Admin;
use snapshots::Snapshots;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The role that owns everything in the scratch databases; nobody logs in as it.
const OWNER: &str = "guest";

/// Counts the databases of this process: the names of one that was given up are not used again, for it may still be there.
static COUNT: AtomicU32 = AtomicU32::new(1);

/// The throw-away cluster. It ends with this value, and with this process, however that ends.
#[derive(Clone, Debug)]
pub struct Scratch {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    cluster: Cluster,
    limits: Limits,
    snapshots: Snapshots,
    /// Databases and roles whose [`Database`] was dropped without being closed.
    leftovers: std::sync::Mutex<Vec<u32>>,
}

impl Scratch {
    /// Makes the cluster and starts it: about a second. Keep it for as many runs as there are.
    ///
    /// # Errors
    /// No PostgreSQL on this machine, or it does not start.
    pub async fn start(binaries: Binaries, limits: Limits) -> Result<Self, ScratchError> {
        let cluster = Cluster::limited(binaries, limits.settings(), limits.process_kib).await?;
        Self::on(cluster, limits).await
    }

    /// The same in a folder that stays: the next process finds the snapshots again, and so needs neither to make a
    /// cluster nor to apply a history that it has seen. [`Scratch::shutdown`] it: dropped, PostgreSQL goes on
    /// running for the next one. Several processes may use it at a time.
    ///
    /// It is made anew where PostgreSQL was not stopped in order: nothing in it is flushed to disk.
    ///
    /// # Errors
    /// As [`Scratch::start`].
    pub async fn kept(folder: &Path, binaries: Binaries, limits: Limits) -> Result<Self, ScratchError> {
        let pgdata = folder.join("pgdata");
        if pgdata.join("postmaster.pid").exists() && !pidfile::is_running(&pgdata) {
            wipe(folder);
        }
        let config = ClusterConfig {
            data_dir: folder.to_owned(),
            binaries,
            fsync: false,
            settings: limits.settings(),
            address_space: limits.process_kib,
        };
        let cluster = match Cluster::start(config.clone()).await {
            Ok(cluster) => cluster,
            Err(error) => {
                tracing::warn!(%error, "the kept scratch cluster does not start; it is made anew");
                wipe(folder);
                Cluster::start(config).await?
            }
        };
        Self::on(cluster, limits).await
    }

    async fn on(cluster: Cluster, limits: Limits) -> Result<Self, ScratchError> {
        let inner = Inner { cluster, limits, snapshots: Snapshots::default(), leftovers: std::sync::Mutex::default() };
        let mut admin = inner.admin("template1").await?;
        admin.furnish().await?;
        let databases = admin.databases().await?;
        admin.close().await?;
        for name in databases {
            if let Some(key) = snapshots::key(&name) {
                inner.snapshots.add(key).await;
            } else if database::is_orphan(&name) {
                inner.cluster.drop_database(&name).await?;
            }
        }
        Ok(Self { inner: Arc::new(inner) })
    }

    /// What runs are limited to.
    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// How many of these snapshots there are from the first one on: each stands for one more step of a history.
    pub async fn known(&self, keys: &[String]) -> Option<usize> {
        self.inner.snapshots.longest(keys).await
    }

    /// A new database: a copy of the snapshot of that key, or an empty one.
    ///
    /// # Errors
    /// No such snapshot, or the cluster does not answer.
    pub async fn database(&self, snapshot: Option<&str>) -> Result<Database, ScratchError> {
        self.clear().await;
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Database::make(self.inner.clone(), number, snapshot).await
    }

    /// Stops the cluster and removes its folder; without it, that is done when the last handle is dropped.
    ///
    /// # Errors
    /// The cluster does not end.
    pub async fn shutdown(self) -> Result<(), ScratchError> {
        match Arc::try_unwrap(self.inner) {
            Ok(inner) => Ok(inner.cluster.shutdown().await?),
            Err(_) => Ok(()),
        }
    }

    /// Removes what cancelled runs have left.
    async fn clear(&self) {
        let left = std::mem::take(&mut *self.inner.leftovers.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        for number in left {
            if let Err(error) = database::remove(&self.inner, number).await {
                tracing::warn!(%error, "a scratch database is left over");
            }
        }
    }
}

impl Inner {
    async fn admin(&self, database: &str) -> Result<Admin, ScratchError> {
        Admin::connect(self.cluster.connect_options_for(database)).await
    }
}

/// Best effort: what stays makes the start fail, and that says why.
fn wipe(folder: &Path) {
    if let Err(error) = std::fs::remove_dir_all(folder) {
        tracing::warn!(%error, "the kept scratch cluster cannot be removed");
    }
}
