//! What can go wrong at the database.

/// A failure of the store. Nothing was written when one comes back.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row.
    #[error("{0} does not exist")]
    NotFound(String),
    /// Somebody else was quicker, or the row exists already.
    #[error("{0}")]
    Conflict(String),
    /// The database's own rules refuse the input: pointer, code, message.
    #[error("{2}")]
    Invalid(String, String, String),
    /// The database does not answer; trying again may help.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// The database's disk is full, or fails.
    #[error("the database cannot write: {0}")]
    Full(String),
    /// A defect or damage.
    #[error("{0}")]
    Internal(String),
}

/// Result of every store function.
pub type StoreResult<T> = Result<T, StoreError>;

impl From<sqlx::Error> for StoreError {
    fn from(e: sqlx::Error) -> Self {
        match &e {
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Tls(_) => Self::Unavailable(e.to_string()),
            sqlx::Error::Database(d) => match d.code().as_deref() {
                // Serialisation failure, deadlock: another transaction won.
                Some("40001" | "40P01") => {
                    Self::Conflict("Somebody else altered it at the same moment. Try again.".to_owned())
                }
                Some("53100" | "58030") => Self::Full(e.to_string()),
                // Shutdown, crash, start-up, too many connections, out of memory.
                Some(c) if c.starts_with("57P") || c.starts_with("53") || c.starts_with("08") => {
                    Self::Unavailable(e.to_string())
                }
                // A NUL character: PostgreSQL keeps none.
                Some("22021" | "22P05") => Self::Invalid(
                    String::new(),
                    "text.control-characters".to_owned(),
                    "Remove the control characters.".to_owned(),
                ),
                _ => Self::Internal(e.to_string()),
            },
            _ => Self::Internal(e.to_string()),
        }
    }
}
