//! Which user PostgreSQL runs as: it refuses root, so a server started by root hands it to an unprivileged one.

use std::{
    env, fs, io,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{
    Binaries, ClusterError,
    account::{Account, own_uid},
};

/// Names another user than `postgres` to run the cluster as; read only when started by root.
pub const USER_VARIABLE: &str = "CHANGE_MGMT_PG_USER";

/// The user PostgreSQL's processes run as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RunAs {
    /// This process's own user id.
    own_uid: u32,
    /// Set when this process is root.
    drop_to: Option<Account>,
}

impl RunAs {
    pub(super) fn choose() -> Result<Self, ClusterError> {
        let own_uid = own_uid()?;
        if own_uid != 0 {
            return Ok(Self { own_uid, drop_to: None });
        }
        let name = env::var(USER_VARIABLE).ok().filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| "postgres".to_owned());
        let account = Account::find(&name).filter(|account| account.uid != 0);
        match account {
            Some(account) => Ok(Self { own_uid, drop_to: Some(account) }),
            None => Err(ClusterError::NoUser { name }),
        }
    }

    /// Whether PostgreSQL runs as another user than this process.
    pub(super) fn drops(&self) -> bool {
        self.drop_to.is_some()
    }

    pub(super) fn own_uid(&self) -> u32 {
        self.own_uid
    }

    /// The owner of PostgreSQL's files.
    pub(super) fn uid(&self) -> u32 {
        self.drop_to.as_ref().map_or(self.own_uid, |account| account.uid)
    }

    pub(super) fn give(&self, path: &Path) -> Result<(), ClusterError> {
        match &self.drop_to {
            Some(account) => chown(path, Some(account.uid), Some(account.gid))
                .map_err(ClusterError::folder("change the owner of", path)),
            None => Ok(()),
        }
    }

    /// A command that runs as the chosen user, in its own process group (so Ctrl-C in a terminal reaches only
    /// the server, which then stops PostgreSQL in order), without the caller's PG… variables.
    pub(super) fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).process_group(0).stdin(Stdio::null()).env("LC_ALL", "C");
        for (key, _) in env::vars_os() {
            // What the server sets for its own memory is not for PostgreSQL's.
            if key.to_string_lossy().starts_with("PG") || key == "MALLOC_MMAP_THRESHOLD_" {
                command.env_remove(key);
            }
        }
        if let Some(account) = &self.drop_to {
            // With a uid and no groups given, std also clears root's supplementary groups.
            command.uid(account.uid).gid(account.gid);
        }
        command
    }

    /// Proves by a real run that the user can enter the folder and start the programs.
    pub(super) fn check_reach(&self, folder: &Path, binaries: &Binaries) -> Result<(), ClusterError> {
        let Some(account) = &self.drop_to else {
            return Ok(());
        };
        let program = binaries.postgres();
        let mut probe = self.command(&program, folder);
        match probe.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status() {
            Ok(_) => Ok(()),
            Err(source) if source.kind() == io::ErrorKind::PermissionDenied => {
                match closed_folder(folder, account).or_else(|| closed_folder(binaries.folder(), account)) {
                    Some(folder) => Err(ClusterError::Unreachable { user: account.name.clone(), folder }),
                    None => Err(ClusterError::Spawn { program, source }),
                }
            }
            Err(source) => Err(ClusterError::Spawn { program, source }),
        }
    }
}

/// The topmost folder on the way that the account may not pass.
fn closed_folder(folder: &Path, account: &Account) -> Option<PathBuf> {
    let mut way: Vec<_> = folder.ancestors().collect();
    way.reverse();
    way.into_iter()
        .find(|part| {
            fs::metadata(part).is_ok_and(|meta| {
                let bit = match () {
                    () if meta.uid() == account.uid => 0o100,
                    () if meta.gid() == account.gid => 0o010,
                    () => 0o001,
                };
                meta.mode() & bit == 0
            })
        })
        .map(Path::to_owned)
}
