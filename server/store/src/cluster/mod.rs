//! A private PostgreSQL cluster: made on first use, kept running, reached through a Unix socket only.
//!
//! [`Cluster::start`] makes the data when it is absent, starts `postgres` as a child and restarts it whenever it
//! ends unasked. The child outlives a killed server: the next one finds it by its `postmaster.pid` and goes on
//! with it. Several servers may use one folder; the last to [`Cluster::shutdown`] stops PostgreSQL.
//!
//! There is no TCP port and no password: the socket's folder is closed (0700) to all but the user PostgreSQL runs
//! as, and root. PostgreSQL refuses to run as root, so under root it runs as `postgres` (or [`USER_VARIABLE`]).

mod account;
mod binaries;
mod config;
mod connect;
mod databases;
mod error;
mod initdb;
mod layout;
mod lock;
mod log;
pub(crate) mod pidfile;
mod process;
mod retry;
mod stop;
mod supervise;
mod supervisor;
mod temporary;
pub mod testing;
#[cfg(test)]
mod tests;
mod user;

use std::{path::Path, time::Duration};

use sqlx::{ConnectOptions, Connection};
use tokio::time::Instant;

pub use self::{
    binaries::Binaries, config::ClusterConfig, connect::require_fsync, error::ClusterError, layout::check_folder,
    user::USER_VARIABLE,
};
use self::{
    supervisor::{Started, Supervisor},
    temporary::Temporary,
};

/// The database every cluster has.
pub const DATABASE: &str = "change_mgmt";
const SUPERUSER: &str = "change_mgmt";
/// Only names the socket; nothing listens on it.
const PORT: u16 = 5432;

/// A running, supervised cluster. Dropped without [`Cluster::shutdown`], it keeps running for the next server,
/// unless it is temporary.
#[derive(Debug)]
pub struct Cluster {
    // Before `temporary`: fields are dropped in order.
    supervisor: Option<Supervisor>,
    started: Started,
    temporary: Option<Temporary>,
}

impl Cluster {
    /// Finds the cluster running, starts it, or makes it first; returns when it accepts connections, has the
    /// database [`DATABASE`], and is known to flush to disk (unless told not to).
    ///
    /// Recovery after a crash is waited for without limit.
    ///
    /// # Errors
    /// Any [`ClusterError`]; its text says what to do.
    pub async fn start(config: ClusterConfig) -> Result<Self, ClusterError> {
        Self::start_in(config, None).await
    }

    /// A throw-away cluster without fsync in a temporary folder. It is deleted on shutdown, on drop (which blocks
    /// until PostgreSQL has ended) and when this process ends, even by SIGKILL.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub async fn temporary(binaries: Binaries, settings: Vec<(String, String)>) -> Result<Self, ClusterError> {
        Self::limited(binaries, settings, None).await
    }

    /// The same, with a limit on the memory of each process in KiB (see [`ClusterConfig::address_space`]).
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub async fn limited(
        binaries: Binaries,
        settings: Vec<(String, String)>,
        address_space: Option<u64>,
    ) -> Result<Self, ClusterError> {
        let temporary = Temporary::create()?;
        let data_dir = temporary.folder().to_owned();
        let config = ClusterConfig { data_dir, binaries, fsync: false, settings, address_space };
        Self::start_in(config, Some(temporary)).await
    }

    async fn start_in(config: ClusterConfig, temporary: Option<Temporary>) -> Result<Self, ClusterError> {
        let fsync = config.fsync;
        let (supervisor, started) = Supervisor::start(config).await?;
        let cluster = Self { supervisor: Some(supervisor), started, temporary };
        match cluster.furnish(fsync).await {
            Ok(()) => Ok(cluster),
            Err(error) => {
                cluster.shutdown().await?;
                Err(error)
            }
        }
    }

    async fn furnish(&self, fsync: bool) -> Result<(), ClusterError> {
        let mut connection = self.started.options.connect().await?;
        if fsync {
            connect::check_fsync(&mut connection).await?;
        }
        let exists = connect::database_exists(&mut connection, DATABASE).await?;
        connection.close().await?;
        if !exists {
            connect::create_database(&self.started.options, DATABASE, None).await?;
        }
        Ok(())
    }

    /// Waits until the cluster accepts a connection, for instance after PostgreSQL was killed and restarted.
    ///
    /// # Errors
    /// [`ClusterError::NotReady`] after `timeout`.
    pub async fn wait_ready(&self, timeout: Duration) -> Result<(), ClusterError> {
        let end = Instant::now() + timeout;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let reason = match tokio::time::timeout(left, self.started.options.connect()).await {
                Ok(Ok(connection)) => return Ok(connection.close().await?),
                Ok(Err(error)) => error.to_string(),
                Err(_) => "no answer".to_owned(),
            };
            if Instant::now() >= end {
                let log = log::tail(&self.started.log, 0);
                return Err(ClusterError::NotReady { seconds: timeout.as_secs(), reason, log });
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The cluster's folder, canonical.
    pub fn data_dir(&self) -> &Path {
        &self.started.base
    }

    /// The folder of the Unix socket.
    pub fn socket_dir(&self) -> &Path {
        &self.started.socket_dir
    }

    /// PostgreSQL's log.
    pub fn log_file(&self) -> &Path {
        &self.started.log
    }

    /// The programs in use; they match the data's version.
    pub fn binaries(&self) -> &Binaries {
        &self.started.binaries
    }

    /// Ends the supervision. PostgreSQL is stopped in order (connections are ended, all is written down) unless
    /// another server still uses it; a temporary cluster is deleted.
    ///
    /// # Errors
    /// [`ClusterError::Stop`] when PostgreSQL does not end within a minute.
    pub async fn shutdown(mut self) -> Result<(), ClusterError> {
        let mode = if self.temporary.is_some() { "immediate" } else { "fast" };
        match self.supervisor.take() {
            Some(supervisor) => supervisor.stop(mode).await,
            None => Ok(()),
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let (Some(supervisor), Some(_)) = (&mut self.supervisor, &self.temporary) {
            supervisor.stop_blocking("immediate");
        }
    }
}
