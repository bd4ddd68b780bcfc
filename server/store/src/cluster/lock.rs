//! Advisory locks between servers on one cluster. The system releases them when a process dies.

use std::{
    fs::{File, OpenOptions, TryLockError},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::{Duration, Instant},
};

use super::ClusterError;

/// Longer than an orderly stop by the last server may take.
const PATIENCE: Duration = Duration::from_secs(90);

/// "This server uses the cluster."
#[derive(Debug)]
pub(super) struct ServersLock {
    file: File,
}

impl ServersLock {
    /// Waits while the last server is stopping PostgreSQL.
    pub(super) async fn join(path: &Path) -> Result<Self, ClusterError> {
        let file = open(path)?;
        let end = Instant::now() + PATIENCE;
        loop {
            match file.try_lock_shared() {
                Ok(()) => return Ok(Self { file }),
                Err(TryLockError::WouldBlock) if Instant::now() < end => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(error) => return Err(ClusterError::folder("lock", path)(error.into())),
            }
        }
    }

    /// Gives up the use. `Some` when nobody else uses the cluster: newcomers then wait until it is dropped.
    pub(super) fn leave(self) -> Option<Self> {
        self.file.unlock().ok()?;
        self.file.try_lock().ok()?;
        Some(self)
    }
}

/// "I am starting PostgreSQL"; `None` while another server is.
pub(super) fn try_supervise(path: &Path) -> Result<Option<File>, ClusterError> {
    let file = open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(ClusterError::folder("lock", path)(error)),
    }
}

fn open(path: &Path) -> Result<File, ClusterError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    options.open(path).map_err(ClusterError::folder("open", path))
}
