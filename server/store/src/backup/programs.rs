//! Runs PostgreSQL's own client programs.

use super::BackupError;
use crate::cluster::Binaries;
use std::{io, path::PathBuf, process::Stdio};
use tokio::process::Command;

/// Where `pg_dump` and `pg_restore` are.
#[derive(Clone, Debug)]
pub struct Programs {
    dump: PathBuf,
    restore: PathBuf,
}

impl Programs {
    /// Those of an installation.
    ///
    /// # Errors
    /// [`BackupError::NoProgram`] for a server-only installation.
    pub fn of(binaries: &Binaries) -> Result<Self, BackupError> {
        Ok(Self {
            dump: binaries.pg_dump().ok_or(BackupError::NoProgram("pg_dump"))?,
            restore: binaries.pg_restore().ok_or(BackupError::NoProgram("pg_restore"))?,
        })
    }

    /// Those on `PATH`.
    pub fn on_path() -> Self {
        Self { dump: PathBuf::from("pg_dump"), restore: PathBuf::from("pg_restore") }
    }

    pub(super) async fn run(
        &self,
        program: &'static str,
        url: &str,
        arguments: &[&str],
        input: Stdio,
        output: Stdio,
    ) -> Result<(), BackupError> {
        let (url, password) = without_password(url);
        let mut command = Command::new(if program == "pg_dump" { &self.dump } else { &self.restore });
        for (key, _) in std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("PG")) {
            command.env_remove(key);
        }
        // Never among the arguments, which every user of the machine can read.
        if let Some(password) = password {
            command.env("PGPASSWORD", password);
        }
        command.env("LC_ALL", "C").args(arguments).arg("--no-password").arg("--dbname").arg(url);
        command.stdin(input).stdout(output).stderr(Stdio::piped()).kill_on_drop(true);
        let child = command.spawn().map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => BackupError::NoProgram(program),
            _ => BackupError::Program { program, log: source.to_string() },
        })?;
        let failed = |log: String| BackupError::Program { program, log };
        let done = child.wait_with_output().await.map_err(|e| failed(e.to_string()))?;
        if done.status.success() {
            return Ok(());
        }
        let log = String::from_utf8_lossy(&done.stderr);
        let lines: Vec<&str> = log.lines().take(12).collect();
        Err(failed(lines.join("\n")))
    }
}

/// The URL without its password, and the password.
fn without_password(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), None) };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let split =
        authority.rsplit_once('@').and_then(|(user, host)| user.split_once(':').map(|(user, p)| (user, p, host)));
    match split {
        Some((user, password, host)) => (format!("{scheme}://{user}@{host}{path}"), Some(decoded(password))),
        None => (url.to_owned(), None),
    }
}

/// `%41` becomes `A`.
fn decoded(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.as_bytes();
    while let Some((first, rest)) = bytes.split_first() {
        let byte = rest
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|h| u8::from_str_radix(std::str::from_utf8(h).ok()?, 16).ok());
        out.push(byte.unwrap_or(*first));
        bytes = if byte.is_some() { rest.get(2..).unwrap_or_default() } else { rest };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn the_password_is_taken_out() {
        for (url, rest, password) in [
            ("postgres://u:p%40%2f@h:1/d?sslmode=require", "postgres://u@h:1/d?sslmode=require", Some("p@/")),
            ("postgres://u@h/d", "postgres://u@h/d", None),
            ("postgres://u:a@b@h", "postgres://u@h", Some("a@b")),
            ("postgres:///d?host=/x:y@z", "postgres:///d?host=/x:y@z", None),
        ] {
            assert_eq!(without_password(url), (rest.to_owned(), password.map(str::to_owned)), "{url}");
        }
    }
}
