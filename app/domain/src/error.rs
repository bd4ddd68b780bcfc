//! The one error type that crosses every boundary: server functions, REST, CLI.

use serde::{Deserialize, Serialize};

/// One thing that is wrong with an input (SPEC R1.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// RFC 6901 pointer to the member that is wrong, e.g. `/metadata/affectedTables/0`.
    pub pointer: String,
    /// Stable machine-readable code, e.g. `title.required`.
    pub code: String,
    /// What to do, for people.
    pub message: String,
}

impl Problem {
    /// Shorthand.
    pub fn new(pointer: impl Into<String>, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), message: message.into() }
    }
}

/// Why an operation was not carried out. Nothing was changed when one of these comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "error", content = "detail", rename_all = "kebab-case")]
pub enum AppError {
    /// Nobody is signed in.
    #[error("Sign in to continue.")]
    Unauthenticated,
    /// The actor may not do this; the text says why.
    #[error("{0}")]
    Denied(String),
    /// No such thing, or not visible to the actor.
    #[error("{0} does not exist, or you may not see it.")]
    NotFound(String),
    /// The state moved on, or the operation was done already.
    #[error("{0}")]
    Conflict(String),
    /// The change's state does not allow it yet: unmet prerequisites, each with what to do.
    #[error("{}", .0.join(" "))]
    Blocked(Vec<String>),
    /// The input is wrong; all problems at once.
    #[error("{}", .0.iter().map(|p| p.message.as_str()).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<Problem>),
    /// Too many attempts; seconds to wait.
    #[error("Too many attempts. Try again in {0} seconds.")]
    TooMany(u64),
    /// A part the server needs does not answer right now.
    #[error("{0}")]
    Unavailable(String),
    /// A defect or an unexpected failure; the id finds it in the server's log.
    #[error("Something went wrong on the server. Its log has the details under {0}.")]
    Internal(String),
}

impl AppError {
    /// A single problem as an error.
    pub fn invalid(pointer: &str, code: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem::new(pointer, code, message)])
    }
    /// Stable short name, used as the last part of an RFC 9457 `type` and for CLI exit codes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::Denied(_) => "denied",
            Self::NotFound(_) => "not-found",
            Self::Conflict(_) => "conflict",
            Self::Blocked(_) => "blocked",
            Self::Invalid(_) => "invalid",
            Self::TooMany(_) => "too-many-attempts",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }
}

/// Result of every use case.
pub type AppResult<T> = Result<T, AppError>;
