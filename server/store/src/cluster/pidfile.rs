//! Whether a cluster runs: its `postmaster.pid`, and whether the process it names is really this cluster.

use std::{
    fs,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
};

use super::ClusterError;

/// What a running postmaster wrote about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PidFile {
    pub(super) pid: u32,
    /// Unix seconds of the start; tells two postmasters with one pid apart.
    pub(super) started: String,
    pub(super) port: u16,
    pub(super) socket_dir: Option<PathBuf>,
    /// `starting`, `ready`, `stopping`, or empty when not yet written.
    pub(super) status: String,
}

impl PidFile {
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().map(str::trim);
        let pid = lines.next()?.trim_start_matches('-').parse().ok()?;
        let _data_dir = lines.next();
        let started = lines.next().unwrap_or_default().to_owned();
        let port = lines.next().and_then(|line| line.parse().ok()).unwrap_or(super::PORT);
        let socket_dir = lines.next().filter(|line| !line.is_empty()).map(PathBuf::from);
        let status = lines.nth(2).unwrap_or_default().to_owned();
        Some(Self { pid, started, port, socket_dir, status })
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.status == "stopping"
    }

    pub(super) fn socket_file(&self) -> Option<PathBuf> {
        Some(self.socket_dir.as_ref()?.join(format!(".s.PGSQL.{}", self.port)))
    }

    /// Somebody listens on the socket. Also true for a server in another container on the same volume, whose
    /// process cannot be seen from here.
    pub(super) fn answers(&self) -> bool {
        self.socket_file().is_some_and(|file| UnixStream::connect(file).is_ok())
    }
}

fn file_of(pgdata: &Path) -> PathBuf {
    pgdata.join("postmaster.pid")
}

fn read(pgdata: &Path) -> Option<PidFile> {
    PidFile::parse(&fs::read_to_string(file_of(pgdata)).ok()?)
}

/// Whether a postmaster runs on this data.
pub(crate) fn is_running(pgdata: &Path) -> bool {
    running(pgdata).is_some()
}

/// The running postmaster of this data, if there is one; a stale file counts as none.
pub(super) fn running(pgdata: &Path) -> Option<PidFile> {
    let found = read(pgdata)?;
    (works_in(found.pid, pgdata) || found.answers()).then_some(found)
}

/// Removes a `postmaster.pid` whose number was given to a foreign process since (after a reboot, or in a new
/// container): PostgreSQL would refuse to start for ever. A file that names a dead process is left to
/// PostgreSQL itself, which also checks for leftover children through it.
///
/// # Errors
/// [`ClusterError::PidFile`] when it is not certain that nobody works in the data.
pub(super) fn clear_reused(pgdata: &Path) -> Result<(), ClusterError> {
    let Some(found) = read(pgdata) else {
        return Ok(());
    };
    if !is_alive(found.pid) || running(pgdata).is_some() {
        return Ok(());
    }
    let file = file_of(pgdata);
    if anybody_in(pgdata) {
        return Err(ClusterError::PidFile { file, pid: found.pid });
    }
    tracing::warn!(pid = found.pid, "removing a postmaster.pid that names a foreign process");
    fs::remove_file(&file).map_err(ClusterError::folder("remove", file))
}

/// Whether a process with this number exists.
#[cfg(target_os = "linux")]
pub(crate) fn is_alive(pid: u32) -> bool {
    Path::new("/proc").join(pid.to_string()).exists()
}

/// The postmaster's working folder is its data folder; a zombie has none.
#[cfg(target_os = "linux")]
fn works_in(pid: u32, pgdata: &Path) -> bool {
    let folder = fs::read_link(format!("/proc/{pid}/cwd"));
    folder.is_ok_and(|folder| fs::canonicalize(pgdata).is_ok_and(|data| data == folder))
}

#[cfg(target_os = "linux")]
fn anybody_in(pgdata: &Path) -> bool {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).any(|pid| works_in(pid, pgdata))
}

#[cfg(not(target_os = "linux"))]
fn ps(pid: u32) -> Option<String> {
    let output = std::process::Command::new("ps").args(["-o", "comm=", "-p", &pid.to_string()]).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a process with this number exists.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_alive(pid: u32) -> bool {
    ps(pid).is_some()
}

#[cfg(not(target_os = "linux"))]
fn works_in(pid: u32, _pgdata: &Path) -> bool {
    ps(pid).is_some_and(|name| name.ends_with("postgres"))
}

/// Without /proc nobody can be ruled out.
#[cfg(not(target_os = "linux"))]
fn anybody_in(_pgdata: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_and_a_short_file_are_read() {
        let text = "4242\n/data\n1700000000\n5433\n/run/x\n\n  1234 56\nready   \n";
        let file = PidFile::parse(text).unwrap();
        assert_eq!((file.pid, file.port, file.status.as_str()), (4242, 5433, "ready"));
        assert_eq!(file.socket_file(), Some(PathBuf::from("/run/x/.s.PGSQL.5433")));
        let short = PidFile::parse("17\n/data\n").unwrap();
        assert_eq!((short.pid, short.status.as_str(), short.socket_file()), (17, "", None));
        assert_eq!(PidFile::parse(""), None);
    }
}
