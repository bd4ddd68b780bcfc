//! One run of PostgreSQL: find or start it, notice its end.

use std::{path::Path, time::Duration};

use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions};
use tokio::{process::Child, time::Instant};

use super::{
    Binaries, ClusterError, PORT, connect, initdb,
    layout::Layout,
    lock, log,
    pidfile::{self, PidFile},
    user::RunAs,
};

/// How long PostgreSQL may be deaf. Recovery after a crash has no limit: while it lasts, PostgreSQL says so.
const DEAF_LIMIT: Duration = Duration::from_secs(30);
const STEP: Duration = Duration::from_millis(10);
/// Where the system knows no such limit, PostgreSQL runs without.
const LIMITED: &str = r#"ulimit -v "$1" 2>/dev/null; shift; exec "$@""#;
const ADOPTED_STEP: Duration = Duration::from_millis(100);

/// What is needed to run PostgreSQL on one folder.
#[derive(Debug)]
pub(super) struct Runner {
    pub(super) layout: Layout,
    pub(super) binaries: Binaries,
    pub(super) run_as: RunAs,
    pub(super) fsync: bool,
    pub(super) settings: Vec<(String, String)>,
    pub(super) address_space: Option<u64>,
}

/// A postmaster that accepts connections.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) file: PidFile,
    /// Absent when another server has started it.
    child: Option<Child>,
}

impl Runner {
    /// Uses the running postmaster, or starts one. `slot` keeps a child whose start was given up midway.
    pub(super) async fn ensure(&self, slot: &mut Option<Child>) -> Result<Running, ClusterError> {
        let pgdata = self.layout.pgdata();
        loop {
            if let Some(found) = pidfile::running(&pgdata) {
                if !found.is_stopping() {
                    tracing::info!(pid = found.pid, "using the PostgreSQL that runs already");
                    return self.accepting(None).await;
                }
            } else if let Some(_guard) = lock::try_supervise(&self.layout.supervise_lock())? {
                // Another server may have started it between the look and the lock.
                if pidfile::running(&pgdata).is_none() {
                    return self.start(slot).await;
                }
            }
            tokio::time::sleep(STEP).await;
        }
    }

    async fn start(&self, slot: &mut Option<Child>) -> Result<Running, ClusterError> {
        initdb::ensure(&self.layout, &self.binaries, &self.run_as, self.fsync).await?;
        pidfile::clear_reused(&self.layout.pgdata())?;
        let from = log::length(&self.layout.log());
        *slot = Some(self.spawn()?);
        let pgdata = self.layout.pgdata();
        while let Some(child) = slot.as_mut() {
            if pidfile::running(&pgdata).is_some_and(|found| Some(found.pid) == child.id()) {
                break;
            }
            if child.try_wait().is_ok_and(|ended| ended.is_some()) {
                *slot = None;
                let file = self.layout.log();
                let tail = log::tail(&file, from);
                return Err(log::explain(self.layout.base(), file, tail));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        self.accepting(slot.take()).await
    }

    fn spawn(&self) -> Result<Child, ClusterError> {
        let socket_dir = self.layout.prepare_socket_dir(&self.run_as)?;
        let program = self.binaries.postgres();
        let mut command = match self.address_space {
            // The shell becomes PostgreSQL: same process, same number.
            Some(kib) => {
                let mut shell = self.run_as.command(Path::new("/bin/sh"), self.layout.base());
                shell.args(["-c", LIMITED, "postgres"]).arg(kib.to_string()).arg(&program);
                shell
            }
            None => self.run_as.command(&program, self.layout.base()),
        };
        command.arg("-D").arg(self.layout.pgdata());
        let mut settings = vec![
            ("listen_addresses", String::new()),
            ("port", PORT.to_string()),
            ("unix_socket_directories", socket_dir.display().to_string()),
            ("logging_collector", "off".to_owned()),
            ("log_destination", "stderr".to_owned()),
            ("log_line_prefix", "%m [%p] ".to_owned()),
        ];
        if !self.fsync {
            settings.extend(["fsync", "full_page_writes", "synchronous_commit"].map(|name| (name, "off".to_owned())));
        }
        let own = self.settings.iter().map(|(key, value)| (key.as_str(), value.clone()));
        for (key, value) in settings.into_iter().chain(own) {
            command.arg("-c").arg(format!("{key}={value}"));
        }
        let out = log::open(&self.layout.log())?;
        let err = out.try_clone().map_err(ClusterError::folder("open", self.layout.log()))?;
        command.stdout(out).stderr(err);
        let child = tokio::process::Command::from(command).spawn();
        child.map_err(|source| ClusterError::Spawn { program, source })
    }

    /// Waits until the running postmaster accepts a connection.
    async fn accepting(&self, mut child: Option<Child>) -> Result<Running, ClusterError> {
        let (pgdata, file) = (self.layout.pgdata(), self.layout.log());
        let from = log::length(&file);
        let mut deaf_since = Instant::now();
        loop {
            let over = child.as_mut().is_some_and(|child| child.try_wait().is_ok_and(|ended| ended.is_some()));
            let found = pidfile::running(&pgdata).filter(|_| !over);
            let Some(found) = found else {
                let tail = log::tail(&file, from);
                return Err(log::explain(self.layout.base(), file, tail));
            };
            let reason = match self.try_connect(&found).await {
                Ok(()) => return Ok(Running { file: found, child }),
                Err(error) => error,
            };
            if connect::is_recovering(&reason) {
                deaf_since = Instant::now();
            }
            if deaf_since.elapsed() > DEAF_LIMIT {
                return Err(ClusterError::NotReady {
                    seconds: DEAF_LIMIT.as_secs(),
                    reason: reason.to_string(),
                    log: log::tail(&file, 0),
                });
            }
            tokio::time::sleep(STEP).await;
        }
    }

    async fn try_connect(&self, found: &PidFile) -> Result<(), sqlx::Error> {
        let Some(options) = self.options(found) else {
            return Err(sqlx::Error::PoolTimedOut);
        };
        let connection = tokio::time::timeout(Duration::from_secs(5), options.connect()).await;
        connection.map_err(|_| sqlx::Error::PoolTimedOut)??.close().await
    }

    pub(super) fn options(&self, found: &PidFile) -> Option<PgConnectOptions> {
        let socket_dir = found.socket_dir.as_ref()?;
        Some(connect::options(socket_dir, found.port, "postgres"))
    }
}

impl Running {
    /// Returns when this postmaster is gone.
    pub(super) async fn gone(&mut self, runner: &Runner) {
        if let Some(child) = &mut self.child {
            let _status = child.wait().await;
            return;
        }
        let same = |found: PidFile| found.pid == self.file.pid && found.started == self.file.started;
        while pidfile::running(&runner.layout.pgdata()).is_some_and(same) {
            tokio::time::sleep(ADOPTED_STEP).await;
        }
    }

    pub(super) fn into_child(self) -> Option<Child> {
        self.child
    }
}
