//! What can go wrong with the private cluster, in words that say what to do.

use std::{io, path::PathBuf};

/// A failure of the private PostgreSQL cluster. `log` fields hold the last lines PostgreSQL wrote.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// No folder with a complete PostgreSQL server was found.
    #[error(
        "no PostgreSQL server found (looked in: {searched}). Install it (`apt-get install postgresql`, \
         `brew install postgresql`), name its bin folder in the configuration, or set DATABASE_URL to a running server"
    )]
    NoBinaries {
        /// The folders that were looked at, comma-separated.
        searched: String,
    },
    /// The configured folder lacks programs.
    #[error(
        "the configured PostgreSQL folder {folder} lacks {missing}; name the folder that holds initdb, postgres and pg_ctl"
    )]
    IncompleteBinaries {
        /// The folder as configured.
        folder: PathBuf,
        /// The absent programs, comma-separated.
        missing: String,
    },
    /// Started by root, and the unprivileged user to run PostgreSQL as does not exist.
    #[error(
        "PostgreSQL refuses to run as root and the user `{name}` does not exist; create it, \
         name another in CHANGE_MGMT_PG_USER, or start the server as an ordinary user"
    )]
    NoUser {
        /// The name looked up.
        name: String,
    },
    /// The unprivileged user cannot pass through a folder.
    #[error(
        "PostgreSQL runs as user `{user}`, who cannot enter {folder}; run `chmod a+x` on it, \
         choose another data folder, or start the server as an ordinary user"
    )]
    Unreachable {
        /// The user PostgreSQL runs as.
        user: String,
        /// The first folder that keeps the user out.
        folder: PathBuf,
    },
    /// The data folder is none, cannot be made, or may not be written to.
    #[error("the data folder {folder} cannot be used: {reason}. Name a folder that you may write to with --data-dir")]
    DataFolder {
        /// As it was named.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file or folder of the cluster cannot be made, read or changed.
    #[error("cannot {action} {path}: {source}; check its owner, its permissions and the free space")]
    Folder {
        /// The verb: create, read, lock …
        action: &'static str,
        /// What it was done to.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// A program of PostgreSQL cannot be run.
    #[error("cannot run {program}: {source}")]
    Spawn {
        /// The program.
        program: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// `initdb` failed.
    #[error("initdb could not make the cluster in {folder}:\n{log}")]
    Initdb {
        /// Where the cluster was to be.
        folder: PathBuf,
        /// What initdb said.
        log: String,
    },
    /// The data was made by another major version, which is not installed.
    #[error(
        "the data in {folder} was made by PostgreSQL {data}, but the programs found are version {found}; \
         install PostgreSQL {data} (`apt-get install postgresql-{data}`), or move the data with pg_dump and pg_restore"
    )]
    WrongVersion {
        /// The cluster's data.
        folder: PathBuf,
        /// Major version of the data.
        data: String,
        /// Major version of the programs.
        found: String,
    },
    /// The disk is full.
    #[error("no space left for PostgreSQL in {folder}; free some space and start again:\n{log}")]
    DiskFull {
        /// The cluster's folder.
        folder: PathBuf,
        /// PostgreSQL's last words.
        log: String,
    },
    /// PostgreSQL may not read or write its files.
    #[error("PostgreSQL lacks a permission in {folder}; its files must belong to the user it runs as:\n{log}")]
    Permission {
        /// The cluster's folder.
        folder: PathBuf,
        /// PostgreSQL's last words.
        log: String,
    },
    /// The folder for the Unix socket is not usable or not safe.
    #[error("the socket folder {folder} is not usable: {reason}; remove it and start again")]
    SocketFolder {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Processes of an earlier server are still in the data.
    #[error(
        "{file} names process {pid}, which lives but is not this cluster; if no postgres uses the folder, delete the file"
    )]
    PidFile {
        /// The pid file.
        file: PathBuf,
        /// The process it names.
        pid: u32,
    },
    /// PostgreSQL ended while starting.
    #[error("PostgreSQL did not start; the end of {file}:\n{log}")]
    Start {
        /// The log file.
        file: PathBuf,
        /// Its last lines.
        log: String,
    },
    /// PostgreSQL runs but accepts no connection in time.
    #[error("PostgreSQL accepted no connection within {seconds} s ({reason}); the end of its log:\n{log}")]
    NotReady {
        /// How long it was waited for, in seconds.
        seconds: u64,
        /// The last refusal.
        reason: String,
        /// The log's last lines.
        log: String,
    },
    /// PostgreSQL did not stop when asked to.
    #[error("PostgreSQL did not stop: {log}")]
    Stop {
        /// What pg_ctl said.
        log: String,
    },
    /// The server does not flush to disk, so a power cut would lose acknowledged work.
    #[error("PostgreSQL runs with fsync = {value}: a power cut would lose data; set `fsync = on` in its configuration")]
    FsyncOff {
        /// The setting as shown.
        value: String,
    },
    /// A database's name is not made of lower-case letters, digits and `_`.
    #[error("`{name}` is not a name for a database: use at most 60 of a-z, 0-9 and _")]
    DatabaseName {
        /// The refused name.
        name: String,
    },
    /// The supervisor's thread is gone.
    #[error("the supervisor of PostgreSQL has ended")]
    Ended,
    /// PostgreSQL answered with an error.
    #[error("PostgreSQL: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl ClusterError {
    /// For `map_err`: names the action and the path of an I/O error.
    pub(super) fn folder(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Folder { action, path, source }
    }

    /// Another try cannot help until somebody has changed something.
    pub(super) fn is_lasting(&self) -> bool {
        !matches!(self, Self::Start { .. } | Self::NotReady { .. } | Self::Database(_))
    }
}
