//! Backups: `pg_dump`'s custom format, restored beside the database in use and then swapped in, so that a broken file
//! leaves all as it was.
//!
//! The rows of `live_events` are left out: they are ordered by transaction ids, which mean nothing in another cluster.

mod error;
mod programs;
mod restore;
#[cfg(test)]
mod tests;

pub use error::BackupError;
pub use programs::Programs;
pub use restore::{Restored, restore};

use std::{fs, io, os::unix::fs::OpenOptionsExt, path::Path, process::Stdio};

/// Writes a backup of the database behind the URL; the file appears when it is complete, readable by its owner only.
/// The database may be in use.
///
/// # Errors
/// The file exists already or cannot be written; `pg_dump` fails.
pub async fn backup(programs: &Programs, url: &str, file: &Path) -> Result<u64, BackupError> {
    if file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let io_error = |source: io::Error| BackupError::File { file: file.to_owned(), source };
    let mut part = file.as_os_str().to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let part = std::path::PathBuf::from(part);
    let out = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part).map_err(io_error)?;
    let arguments = ["--format=custom", "--no-owner", "--no-privileges", "--exclude-table-data=public.live_events"];
    let target = out.try_clone().map_err(io_error)?;
    let dumped = programs.run("pg_dump", url, &arguments, Stdio::null(), target.into()).await;
    let finished = dumped.and_then(|()| {
        out.sync_all().map_err(io_error)?;
        // A link, for it refuses to replace a file that somebody has made meanwhile.
        fs::hard_link(&part, file).map_err(io_error)?;
        Ok(out.metadata().map_err(io_error)?.len())
    });
    let _ = fs::remove_file(&part);
    finished
}
