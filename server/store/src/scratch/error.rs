//! What goes wrong: with the cluster, and with SQL that is tried on it.

use crate::cluster::ClusterError;
use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgDatabaseError, PgErrorPosition};

/// The scratch cluster itself fails; it says nothing of the SQL that was to be tried.
#[derive(Debug, thiserror::Error)]
pub enum ScratchError {
    /// It does not start or stop.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// It does not answer.
    #[error("the scratch database fails: {0}")]
    Database(#[from] sqlx::Error),
    /// A snapshot was asked for that is not kept.
    #[error("there is no snapshot {0}")]
    NoSnapshot(String),
}

impl ScratchError {
    /// SQLSTATE, where PostgreSQL has refused something.
    pub(super) fn code(&self) -> Option<String> {
        match self {
            Self::Database(sqlx::Error::Database(error)) => error.code().map(|code| code.into_owned()),
            _ => None,
        }
    }
}

/// A `COPY` that waits for a terminal.
const COPIES: &str =
    "the statement copies rows from or to the terminal of psql, which a scratch database does not have";

/// Why a statement did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Failure {
    /// PostgreSQL refuses it.
    Refused {
        /// SQLSTATE.
        code: String,
        /// PostgreSQL's words.
        message: String,
        /// More of them.
        detail: Option<String>,
        /// Where in the statement, in characters from 1.
        position: Option<usize>,
        /// The constraint it breaks.
        constraint: Option<String>,
        /// The table it is about.
        table: Option<String>,
        /// The column it is about.
        column: Option<String>,
    },
    /// It ran longer than it may, and was ended.
    TooLong {
        /// What it may.
        seconds: u64,
    },
    /// It made the database larger than it may be, and was ended.
    TooLarge {
        /// How large it was then.
        bytes: i64,
    },
    /// The session ended under it: the server went down, or the statement waits for data that nobody sends.
    Lost {
        /// What is known.
        message: String,
    },
}

impl Failure {
    /// SQLSTATE, where PostgreSQL refused the statement.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { code, .. } => Some(code),
            _ => None,
        }
    }

    /// It was ended by a limit, not by its own fault.
    pub fn is_stop(&self) -> bool {
        // Cancelled by a time-out, out of memory, disk or temporary files, too deep a recursion.
        let stops = |code: &str| matches!(code, "57014" | "53200" | "53100" | "53400" | "54001" | "55P03");
        !matches!(self, Self::Lost { .. }) && self.code().is_none_or(stops)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused { message, detail, .. } => {
                f.write_str(message)?;
                detail.iter().try_for_each(|detail| write!(f, " ({detail})"))
            }
            Self::TooLong { seconds } => write!(f, "it was ended after {seconds} s"),
            Self::TooLarge { bytes } => write!(f, "it was ended when the database had {} MB", bytes >> 20),
            Self::Lost { message } => f.write_str(message),
        }
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        let found = error.as_database_error().and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
        let Some(found) = found else {
            let message = error.to_string();
            let terminal = ["CopyInResponse", "CopyOutResponse"].iter().any(|answer| message.contains(answer));
            let message = if terminal { COPIES.to_owned() } else { message };
            return Self::Lost { message };
        };
        Self::Refused {
            code: found.code().to_owned(),
            message: found.message().to_owned(),
            detail: found.detail().map(str::to_owned),
            position: match found.position() {
                Some(PgErrorPosition::Original(at)) => Some(at),
                _ => None,
            },
            constraint: found.constraint().map(str::to_owned),
            table: found.table().map(str::to_owned),
            column: found.column().map(str::to_owned),
        }
    }
}
