//! Why a backup or a restore failed. The database in use is then as it was.

use std::{io, path::PathBuf};

/// A failure; its text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Never overwrites.
    #[error("{0} exists already; name another file, or remove it first.")]
    Exists(PathBuf),
    /// The file cannot be read or written.
    #[error("Cannot use {file}: {source}.")]
    File {
        /// The file.
        file: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// `pg_dump` or `pg_restore` is not installed.
    #[error(
        "{0} is not installed. Install PostgreSQL's client programs (Debian: `apt-get install postgresql-client`)."
    )]
    NoProgram(&'static str),
    /// The program ended with an error.
    #[error("{program} failed:\n{log}")]
    Program {
        /// Its name.
        program: &'static str,
        /// What it said.
        log: String,
    },
    /// The file is no backup, or is damaged.
    #[error("{file} is not a backup made by `change-mgmt admin backup`, or is damaged. Nothing was altered.\n{log}")]
    Broken {
        /// The file.
        file: PathBuf,
        /// What pg_restore said.
        log: String,
    },
    /// It would be lost.
    #[error("The database has data already. Make a backup of it, then restore with --replace. Nothing was altered.")]
    NotEmpty,
    /// A server still runs on it.
    #[error(
        "{0} other connections use the database: stop `change-mgmt serve` (on every machine) and try again. Nothing was altered."
    )]
    InUse(i64),
    /// The backup comes from a newer program.
    #[error(
        "The backup does not fit this program: {0}. Use the version that made it, or a newer one. Nothing was altered."
    )]
    Version(String),
    /// PostgreSQL refuses.
    #[error("PostgreSQL: {0}")]
    Database(#[from] sqlx::Error),
}
