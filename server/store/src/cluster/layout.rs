//! The cluster's folder: what lies in it, who owns it, and where the socket goes.

use std::{
    env, fs,
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    },
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{ClusterError, user::RunAs};

/// The name of the socket inside its folder, and the most bytes its path may have (`sun_path`, less the zero;
/// the smaller limit of macOS).
const SOCKET_NAME: &str = "/.s.PGSQL.5432";
const SOCKET_LIMIT: usize = 103;

/// The parts of a cluster's folder.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    base: PathBuf,
}

impl Layout {
    /// Makes the folder when it is absent. It belongs to this process's user; PostgreSQL's user may pass
    /// through, and owns `pgdata` and the socket's folder, both closed to all others.
    pub(super) fn prepare(base: &Path, run_as: &RunAs) -> Result<Self, ClusterError> {
        check_folder(base)?;
        let absent: Vec<_> = base.ancestors().take_while(|part| !part.exists()).collect();
        for folder in absent.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            match fs::create_dir(folder) {
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
                made => made.map_err(|e| unusable(base, format!("{} cannot be made ({e})", folder.display())))?,
            }
            let mode = if run_as.drops() { 0o711 } else { 0o700 };
            set_mode(folder, mode)?;
        }
        let layout = Self { base: fs::canonicalize(base).map_err(ClusterError::folder("read", base))? };
        // Whether one may write is seen by writing; this file is needed anyway.
        let mut file = fs::OpenOptions::new();
        file.append(true).create(true).mode(0o600);
        file.open(layout.servers_lock()).map_err(|e| unusable(base, format!("nothing can be written there ({e})")))?;
        Ok(layout)
    }

    pub(super) fn base(&self) -> &Path {
        &self.base
    }

    /// PostgreSQL's own data folder.
    pub(super) fn pgdata(&self) -> PathBuf {
        self.base.join("pgdata")
    }

    /// PostgreSQL's log.
    pub(super) fn log(&self) -> PathBuf {
        self.base.join("postgres.log")
    }

    /// Locked shared by each server that uses the cluster.
    pub(super) fn servers_lock(&self) -> PathBuf {
        self.base.join("servers.lock")
    }

    /// Locked by the server that is just starting PostgreSQL.
    pub(super) fn supervise_lock(&self) -> PathBuf {
        self.base.join("supervise.lock")
    }

    /// The socket's folder: inside the cluster's folder, or a short one named after it when the path is too
    /// long for a socket (or needs quoting in PostgreSQL's list of folders).
    pub(super) fn socket_dir(&self, run_as: &RunAs) -> PathBuf {
        let own = self.base.join("socket");
        if fits(&own) {
            return own;
        }
        let hash = hex::encode(Sha256::digest(self.base.as_os_str().as_bytes()));
        let name = format!("change-mgmt-{}", &hash[..16]);
        // Root's own runtime folders are closed to the user that PostgreSQL runs as.
        let own_places = [env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from), Some(env::temp_dir())];
        let mut places = own_places.into_iter().flatten().filter(|_| !run_as.drops());
        places
            .find(|place| place.is_dir() && fits(&place.join(&name)))
            .unwrap_or_else(|| PathBuf::from("/tmp"))
            .join(name)
    }

    /// Makes the socket's folder, and refuses one that somebody else has made before.
    pub(super) fn prepare_socket_dir(&self, run_as: &RunAs) -> Result<PathBuf, ClusterError> {
        let folder = self.socket_dir(run_as);
        match fs::DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => run_as.give(&folder)?,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(ClusterError::folder("create", folder)(error)),
        }
        let meta = fs::symlink_metadata(&folder).map_err(ClusterError::folder("read", &folder))?;
        let reason = match () {
            () if !meta.is_dir() => Some("it is not a folder".to_owned()),
            () if meta.uid() == run_as.own_uid() && run_as.drops() => {
                run_as.give(&folder)?;
                None
            }
            () if meta.uid() != run_as.uid() => Some(format!("it belongs to user {}", meta.uid())),
            () => None,
        };
        if let Some(reason) = reason {
            return Err(ClusterError::SocketFolder { folder, reason });
        }
        set_mode(&folder, 0o700)?;
        Ok(folder)
    }
}

fn unusable(folder: &Path, reason: String) -> ClusterError {
    ClusterError::DataFolder { folder: folder.to_owned(), reason }
}

/// Refuses a data folder that is a file, or lies in one.
///
/// # Errors
/// [`ClusterError::DataFolder`].
pub fn check_folder(base: &Path) -> Result<(), ClusterError> {
    match base.ancestors().find(|part| part.exists()) {
        Some(part) if !part.is_dir() && part == base => Err(unusable(base, "it is a file".to_owned())),
        Some(part) if !part.is_dir() => Err(unusable(base, format!("{} is a file", part.display()))),
        _ => Ok(()),
    }
}

fn fits(folder: &Path) -> bool {
    let bytes = folder.as_os_str().as_bytes();
    bytes.len() + SOCKET_NAME.len() <= SOCKET_LIMIT
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"/._-+@~".contains(byte))
}

pub(super) fn set_mode(path: &Path, mode: u32) -> Result<(), ClusterError> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(ClusterError::folder("change the permissions of", path))
}
