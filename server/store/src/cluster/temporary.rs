//! Clusters that vanish with the process that made them, even when it is killed.

use std::{
    env, fs, io,
    os::unix::{
        fs::{DirBuilderExt, MetadataExt},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Duration,
};

use super::{ClusterError, pidfile, user::RunAs};

const PREFIX: &str = "change-mgmt-tmp-";

/// Waits for the end of its standard input (this process's end, however it comes), then stops the postmaster
/// named in the folder and removes the folder.
const REAPER: &str = r#"
read -r _
[ -d "$1" ] || exit 0
pid=$(head -n 1 "$1/pgdata/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -QUIT "$pid" 2>/dev/null
  n=0
  while [ -e "$1/pgdata/postmaster.pid" ] && kill -0 "$pid" 2>/dev/null && [ $n -lt 100 ]; do sleep 0.05; n=$((n + 1)); done
fi
rm -rf "$1"
[ -d "$1" ] && sleep 1 && rm -rf "$1"
"#;

/// A folder for a throw-away cluster, and the process that clears it away.
#[derive(Debug)]
pub(super) struct Temporary {
    folder: PathBuf,
    reaper: Child,
}

impl Temporary {
    /// Makes the folder, after clearing away what killed processes have left.
    pub(super) fn create() -> Result<Self, ClusterError> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let run_as = RunAs::choose()?;
        // Root's own temporary folder may be closed to the user that PostgreSQL runs as.
        let parent = if run_as.drops() { PathBuf::from("/tmp") } else { env::temp_dir() };
        sweep(&parent, &run_as);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = parent.join(format!("{PREFIX}{}-{number}", std::process::id()));
        if fs::symlink_metadata(&folder).is_ok_and(|meta| meta.uid() == run_as.own_uid()) {
            // Left by an earlier process with this process's number.
            remove(&folder);
        }
        let mode = if run_as.drops() { 0o711 } else { 0o700 };
        fs::DirBuilder::new().mode(mode).create(&folder).map_err(ClusterError::folder("create", &folder))?;
        let reaper = Command::new("/bin/sh")
            .args(["-c", REAPER, "change-mgmt-reaper"])
            .arg(&folder)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|source| ClusterError::Spawn { program: PathBuf::from("/bin/sh"), source })?;
        Ok(Self { folder, reaper })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        remove(&self.folder);
        drop(self.reaper.stdin.take());
        if let Err(error) = self.reaper.wait() {
            tracing::warn!(%error, "the reaper of a temporary cluster is lost");
        }
    }
}

/// Removes the folders whose owner's process is dead.
fn sweep(parent: &Path, run_as: &RunAs) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split('-').next()?.parse().ok());
        let own = || entry.metadata().is_ok_and(|meta| meta.is_dir() && meta.uid() == run_as.own_uid());
        if owner.is_some_and(|pid: u32| !pidfile::is_alive(pid)) && own() {
            remove(&entry.path());
        }
    }
}

/// Best effort: what cannot be removed now is swept later.
fn remove(folder: &Path) {
    let pgdata = folder.join("pgdata");
    if let Some(found) = pidfile::running(&pgdata) {
        let killed = Command::new("kill").arg("-QUIT").arg(found.pid.to_string()).stderr(Stdio::null()).status();
        if killed.is_ok() {
            for _ in 0..100 {
                if pidfile::running(&pgdata).is_none() {
                    break;
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
    }
    for _ in 0..5 {
        match fs::remove_dir_all(folder) {
            // A child of the postmaster may still write while it leaves.
            Err(error) if error.kind() != io::ErrorKind::NotFound => thread::sleep(Duration::from_millis(50)),
            _ => return,
        }
    }
}
