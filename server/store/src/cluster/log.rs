//! PostgreSQL's log: a file, not a pipe, so that PostgreSQL outlives a killed server.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use super::ClusterError;

/// The log and its predecessor together stay below twice this many bytes (and what one check interval adds).
const LIMIT: u64 = 8 * 1024 * 1024;
const TAIL_BYTES: u64 = 8 * 1024;
const TAIL_LINES: usize = 15;

/// Opened for appending: PostgreSQL goes on at the new end after [`rotate`] has cut the file.
pub(super) fn open(path: &Path) -> Result<File, ClusterError> {
    let mut options = OpenOptions::new();
    options.create(true).append(true).mode(0o600).open(path).map_err(ClusterError::folder("open", path))
}

pub(super) fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |meta| meta.len())
}

/// Copies a log that has grown beyond the limit to `….1` and cuts it.
pub(super) fn rotate(path: &Path) -> io::Result<()> {
    rotate_beyond(path, LIMIT)
}

fn rotate_beyond(path: &Path, limit: u64) -> io::Result<()> {
    if length(path) <= limit {
        return Ok(());
    }
    let mut old = path.as_os_str().to_owned();
    old.push(".1");
    let mut from = File::open(path)?;
    let start = from.metadata()?.len().saturating_sub(limit);
    from.seek(SeekFrom::Start(start))?;
    let mut options = OpenOptions::new();
    let mut to = options.write(true).create(true).truncate(true).mode(0o600).open(PathBuf::from(old))?;
    // A full disk must not keep the log from being cut.
    let copied = io::copy(&mut from, &mut to);
    OpenOptions::new().write(true).open(path)?.set_len(0)?;
    copied.map(drop)
}

/// The last lines written at or after `from` (bytes).
pub(super) fn tail(path: &Path, from: u64) -> String {
    let read = || -> io::Result<String> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let from = if from > length { 0 } else { from };
        file.seek(SeekFrom::Start(from.max(length.saturating_sub(TAIL_BYTES))))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(last_lines(&String::from_utf8_lossy(&bytes)))
    };
    read().unwrap_or_else(|error| format!("(the log cannot be read: {error})"))
}

pub(super) fn last_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines[lines.len().saturating_sub(TAIL_LINES)..].join("\n")
}

/// The error that the log's last lines stand for.
pub(super) fn explain(folder: &Path, file: PathBuf, log: String) -> ClusterError {
    let folder = folder.to_owned();
    if log.contains("No space left on device") || log.contains("Disk quota exceeded") {
        ClusterError::DiskFull { folder, log }
    } else if log.contains("Permission denied") || log.contains("has wrong ownership") {
        ClusterError::Permission { folder, log }
    } else {
        ClusterError::Start { file, log }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn the_log_is_cut_and_its_writer_goes_on() {
        let path = std::env::temp_dir().join(format!("change-mgmt-log-{}", std::process::id()));
        let mut writer = open(&path).unwrap();
        writer.write_all(b"first\nsecond\n").unwrap();
        rotate_beyond(&path, 100).unwrap();
        assert_eq!(length(&path), 13);
        rotate_beyond(&path, 7).unwrap();
        assert_eq!(length(&path), 0);
        writer.write_all(b"third\n").unwrap();
        assert_eq!(tail(&path, 0), "third");
        assert_eq!(tail(&path, 13), "third", "a start beyond a cut file means all of it");
        let old = path.with_file_name(format!("change-mgmt-log-{}.1", std::process::id()));
        assert_eq!(fs::read_to_string(&old).unwrap(), "second\n");
        fs::remove_file(path).unwrap();
        fs::remove_file(old).unwrap();
    }

    #[test]
    fn known_causes_are_named() {
        let explain = |log: &str| explain(Path::new("/x"), PathBuf::from("/x/l"), log.to_owned());
        assert!(matches!(explain("FATAL: could not write: No space left on device"), ClusterError::DiskFull { .. }));
        assert!(matches!(explain("could not open: Permission denied"), ClusterError::Permission { .. }));
        assert!(matches!(explain("FATAL: bad setting"), ClusterError::Start { .. }));
    }
}
