//! Where the programs of PostgreSQL are.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::ClusterError;

const NEEDED: [&str; 3] = ["initdb", "postgres", "pg_ctl"];
/// Folders of installations, with the beginning of an installation's name.
const PARENTS: [(&str, &str); 5] = [
    ("/usr/lib/postgresql", ""),
    ("/opt/homebrew/opt", "postgresql"),
    ("/usr/local/opt", "postgresql"),
    ("/Library/PostgreSQL", ""),
    ("/opt/PostgreSQL", ""),
];

/// A folder with a complete PostgreSQL server: `initdb`, `postgres` and `pg_ctl` of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// Looks at the configured folder (alone, when given), then `PATH`, then the folders that Debian, Homebrew
    /// and the EDB installer use, newest version first.
    ///
    /// # Errors
    /// [`ClusterError::IncompleteBinaries`] for a configured folder that lacks a program,
    /// [`ClusterError::NoBinaries`] when there is no server on this machine.
    pub fn find(configured: Option<&Path>) -> Result<Self, ClusterError> {
        if let Some(folder) = configured {
            let missing: Vec<_> = NEEDED.into_iter().filter(|name| !folder.join(name).is_file()).collect();
            return complete(folder).ok_or_else(|| ClusterError::IncompleteBinaries {
                folder: folder.to_owned(),
                missing: missing.join(", "),
            });
        }
        Self::first_of(&candidates())
    }

    pub(super) fn first_of(folders: &[PathBuf]) -> Result<Self, ClusterError> {
        folders.iter().find_map(|folder| complete(folder)).ok_or_else(|| ClusterError::NoBinaries {
            searched: std::iter::once("PATH".to_owned())
                .chain(PARENTS.map(|(parent, prefix)| format!("{parent}/{prefix}*/bin")))
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    /// An installed server of this major version: data made by one version is served by that version alone.
    pub(super) fn of_version(major: &str) -> Option<Self> {
        candidates().iter().filter_map(|folder| complete(folder)).find(|found| found.major().as_deref() == Some(major))
    }

    /// The major version (`"15"`), from `postgres --version`.
    pub(super) fn major(&self) -> Option<String> {
        let output = Command::new(self.postgres()).arg("--version").output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let version = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        Some(version.chars().take_while(char::is_ascii_digit).collect())
    }

    /// The folder that holds the programs.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes a cluster.
    pub fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    /// The server itself.
    pub fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    /// Stops a server.
    pub fn pg_ctl(&self) -> PathBuf {
        self.folder.join("pg_ctl")
    }

    /// Writes a backup; absent in a server-only installation.
    pub fn pg_dump(&self) -> Option<PathBuf> {
        self.tool("pg_dump")
    }

    /// Reads a backup back; absent in a server-only installation.
    pub fn pg_restore(&self) -> Option<PathBuf> {
        self.tool("pg_restore")
    }

    /// The interactive client; absent in a server-only installation.
    pub fn psql(&self) -> Option<PathBuf> {
        self.tool("psql")
    }

    /// Beside the server first, for a `pg_dump` older than its server refuses to work.
    fn tool(&self, name: &str) -> Option<PathBuf> {
        std::iter::once(self.folder.clone())
            .chain(path_folders())
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    }
}

/// The folder when all programs are in it. Links are followed first: a folder on `PATH` often holds links to
/// some of the programs, while the tools of the same version stand beside the originals.
fn complete(folder: &Path) -> Option<Binaries> {
    if !NEEDED.iter().all(|name| folder.join(name).is_file()) {
        return None;
    }
    let real = fs::canonicalize(folder.join("postgres")).ok()?.parent()?.to_owned();
    let folder = if NEEDED.iter().all(|name| real.join(name).is_file()) { real } else { folder.to_owned() };
    Some(Binaries { folder })
}

fn path_folders() -> Vec<PathBuf> {
    env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default()
}

fn candidates() -> Vec<PathBuf> {
    let mut folders = path_folders();
    for (parent, prefix) in PARENTS {
        let mut found: Vec<(u32, PathBuf)> = fs::read_dir(parent)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
            .map(|entry| (number_in(&entry.file_name().to_string_lossy()), entry.path().join("bin")))
            .collect();
        found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
        folders.extend(found.into_iter().map(|(_, folder)| folder));
    }
    folders
}

/// The version in a folder's name: 17 for `17`, `postgresql@17` and `17.2`.
fn number_in(name: &str) -> u32 {
    let digits: String = name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}
