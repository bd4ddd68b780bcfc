//! How a command fails: one exit code a kind of failure, and a text that says what to do.

use domain::Problem;
use serde::Deserialize;
use std::io;

/// Why a command did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line or an input file is wrong.
    #[error("{0}")]
    Usage(String),
    /// The server refuses the request.
    #[error("{}", .0.text())]
    Refused(Box<Refusal>),
    /// No token, or the server does not take it.
    #[error("{0}")]
    Auth(String),
    /// No server answers at the address.
    #[error("No server answers at {url} ({cause}).")]
    Unreachable {
        /// Address that was tried.
        url: String,
        /// What the system said.
        cause: String,
    },
    /// Findings that block; they were written already.
    #[error("{} must be mended or waived. `change-mgmt rules NAME` explains a rule.", super::output::count(*.0, "finding"))]
    Findings(usize),
    /// The one who reads the output has gone; nothing is wrong.
    #[error("the reader of the output has gone")]
    Pipe,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Result of every command.
pub type Outcome<T = ()> = Result<T, Failure>;

/// A refusal in the form of RFC 9457.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Refusal {
    /// `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// For people.
    pub detail: Option<String>,
    /// Everything that is wrong with the input.
    pub problems: Vec<Problem>,
    /// What blocks the operation.
    pub reasons: Vec<String>,
}

impl Refusal {
    /// Last part of the type, e.g. `blocked`.
    pub fn code(&self) -> &str {
        self.kind.rsplit('/').next().unwrap_or_default()
    }

    fn text(&self) -> String {
        // Problems and reasons follow on lines of their own, so the sentence must not repeat them.
        match (self.problems.len(), self.reasons.len()) {
            (1, _) => "The input has a problem:".to_owned(),
            (n, _) if n > 1 => format!("The input has {n} problems:"),
            (_, n) if n > 0 => "Not yet:".to_owned(),
            _ => self.detail.clone().unwrap_or_else(|| format!("{} ({})", self.title, self.status)),
        }
    }

    fn exit_code(&self) -> u8 {
        match (self.code(), self.status) {
            ("blocked", _) => 6,
            ("unauthenticated" | "denied", _) | (_, 401 | 403) => 3,
            ("not-found", _) | (_, 404) => 4,
            ("conflict", _) | (_, 409 | 412) => 5,
            ("invalid", _) | (_, 400 | 413 | 415 | 422) => 2,
            _ => 1,
        }
    }
}

impl Failure {
    /// What the process ends with: 1 failure, 2 usage, 3 sign-in, 4 not found, 5 conflict, 6 blocked by a gate.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Refused(refusal) => refusal.exit_code(),
            Self::Auth(_) => 3,
            Self::Findings(_) => 6,
            Self::Pipe => 0,
            Self::Unreachable { .. } | Self::Other(_) => 1,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Pipe } else { Self::Other(error.to_string()) }
    }
}

impl From<domain::AppError> for Failure {
    fn from(error: domain::AppError) -> Self {
        let mut refusal = Refusal { kind: format!("/problems/{}", error.code()), ..Refusal::default() };
        refusal.detail = Some(error.to_string());
        match error {
            domain::AppError::Invalid(problems) => refusal.problems = problems,
            domain::AppError::Blocked(reasons) => refusal.reasons = reasons,
            _ => {}
        }
        Self::Refused(Box::new(refusal))
    }
}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        Self::Other(error.to_string())
    }
}

impl From<store::cluster::ClusterError> for Failure {
    fn from(error: store::cluster::ClusterError) -> Self {
        Self::Other(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_refusal_has_its_exit_code() {
        for (kind, status, code) in [
            ("/problems/blocked", 409, 6),
            ("/problems/conflict", 409, 5),
            ("/problems/conflict", 412, 5),
            ("/problems/denied", 403, 3),
            ("/problems/unauthenticated", 401, 3),
            ("/problems/not-found", 404, 4),
            ("/problems/invalid", 422, 2),
            ("about:blank", 400, 2),
            ("/problems/internal", 500, 1),
        ] {
            let refusal = Refusal { kind: kind.to_owned(), status, ..Refusal::default() };
            assert_eq!(Failure::Refused(Box::new(refusal)).exit_code(), code, "{kind} {status}");
        }
    }
}
