//! Running git.

use super::GitError;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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

    /// Brings all branches and tags of `address` here, as they are there. Asks for no password.
    pub fn fetch(&self, address: &str, patience: Duration) -> Result<(), GitError> {
        let refs = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
        let how = ["--quiet", "--prune", "--no-write-fetch-head", "--end-of-options", address];
        self.remote("fetch", &[&how[..], &refs[..]].concat(), patience).map(drop)
    }

    /// The branch that `address` calls its own, as `refs/heads/main`; nothing where it does not say.
    pub fn default_branch(&self, address: &str, patience: Duration) -> Result<Option<String>, GitError> {
        let said = self.remote("ls-remote", &["--symref", "--quiet", "--", address, "HEAD"], patience)?;
        let named = said.lines().find_map(|line| line.strip_prefix("ref: ")?.strip_suffix("\tHEAD"));
        Ok(named.filter(|name| name.starts_with("refs/heads/")).map(str::to_owned))
    }

    /// What it prints, a few lines, that talks to another machine.
    fn remote(&self, what: &'static str, args: &[&str], patience: Duration) -> Result<String, GitError> {
        let mut command = self.command(&[&[what], args].concat());
        command.env("GIT_ALLOW_PROTOCOL", "https:http:ssh").env("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|cause| self.io(cause))?;
        let begun = Instant::now();
        let status = loop {
            match child.try_wait().map_err(|cause| self.io(cause))? {
                Some(status) => break status,
                None if begun.elapsed() > patience => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(GitError::Slow { what, seconds: patience.as_secs() });
                }
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let mut said = String::new();
        if status.success() {
            if let Some(stdout) = child.stdout.take() {
                let _ = stdout.take(4096).read_to_string(&mut said);
            }
            return Ok(said);
        }
        if let Some(stderr) = child.stderr.take() {
            let _ = stderr.take(4096).read_to_string(&mut said);
        }
        Err(GitError::Refused { what: what.to_owned(), said: said.trim().to_owned() })
    }

    pub fn io(&self, cause: std::io::Error) -> GitError {
        match cause.kind() {
            ErrorKind::NotFound if self.folder.is_dir() => GitError::NoGit,
            _ => GitError::Io { path: self.folder.clone(), cause },
        }
    }
}
