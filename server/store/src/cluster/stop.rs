//! Stops PostgreSQL.

use std::{process::Stdio, time::Duration};

use tokio::process::Child;

use super::{ClusterError, pidfile, process::Runner};

impl Runner {
    /// Stops the postmaster: `fast` ends its connections and writes all down, `immediate` just ends it.
    pub(super) async fn stop(&self, mode: &str, child: Option<Child>) -> Result<(), ClusterError> {
        let (pgdata, program) = (self.layout.pgdata(), self.binaries.pg_ctl());
        let mut result = Ok(());
        if pidfile::running(&pgdata).is_some() {
            let mut command = self.run_as.command(&program, self.layout.base());
            command.arg("stop").arg("-D").arg(&pgdata).args(["-w", "-t", "60", "-m", mode]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            let output = tokio::process::Command::from(command).output().await;
            let output = output.map_err(|source| ClusterError::Spawn { program, source })?;
            if !output.status.success() && pidfile::running(&pgdata).is_some() {
                let log = String::from_utf8_lossy(&output.stderr).trim().to_owned();
                result = Err(ClusterError::Stop { log });
            }
        }
        if let Some(mut child) = child {
            // A child that has no pid file yet has no data open either.
            if tokio::time::timeout(Duration::from_secs(5), child.wait()).await.is_err() && result.is_ok() {
                child.kill().await.map_err(|error| ClusterError::Stop { log: error.to_string() })?;
            }
        }
        result
    }
}
