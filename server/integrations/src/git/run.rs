//! Running git.

use super::GitError;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// git in one folder.
#[derive(Clone, Debug)]
pub struct Git {
    folder: PathBuf,
}

impl Git {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A command that neither asks nor runs anything the repository brings along.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(&self.folder)
            .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "--no-pager"])
            .args(args)
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        command
    }

    /// What it prints.
    pub fn bytes(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.command(args).output().map_err(|cause| self.io(cause))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(GitError::Refused { what: args.first().copied().unwrap_or_default().to_owned(), said })
    }

    /// What it prints, as one line.
    pub fn line(&self, args: &[&str]) -> Result<String, GitError> {
        self.bytes(args).map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned())
    }

    pub fn io(&self, cause: std::io::Error) -> GitError {
        match cause.kind() {
            ErrorKind::NotFound if self.folder.is_dir() => GitError::NoGit,
            _ => GitError::Io { path: self.folder.clone(), cause },
        }
    }
}
