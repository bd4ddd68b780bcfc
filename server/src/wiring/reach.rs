//! Reaching a database for the first time: what may be late is waited for, what is wrong is said at once.

use sqlx::postgres::{PgConnectOptions, PgDatabaseError};
use sqlx::{ConnectOptions as _, Connection as _};
use std::time::{Duration, Instant};

/// How long one try may take, at least.
const TRY: Duration = Duration::from_secs(3);
/// Pause between two tries.
const PAUSE: Duration = Duration::from_millis(500);

/// Why a database cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum ReachError {
    /// Nothing answers there.
    #[error("no database answers at {place}: {cause}. Start PostgreSQL there, or correct the database URL.")]
    Away {
        /// Host and port, or the folder of its socket.
        place: String,
        /// What the system said.
        cause: String,
    },
    /// It answers, but lets nobody in who comes like this.
    #[error("the database at {place} refuses {user}: {cause}. Correct user name and password in the database URL.")]
    Refused {
        /// Host and port, or the folder of its socket.
        place: String,
        /// User name that was given.
        user: String,
        /// What the database said.
        cause: String,
    },
    /// It answers, but has no database of this name.
    #[error("{place} has no database `{name}`. Make it (`createdb {name}`), or correct the database URL.")]
    Missing {
        /// Host and port, or the folder of its socket.
        place: String,
        /// Name that was given.
        name: String,
    },
    /// Anything else that trying again does not mend.
    #[error("the database at {place} cannot be used: {cause}. Check the database URL.")]
    Other {
        /// Host and port, or the folder of its socket.
        place: String,
        /// What database or driver said.
        cause: String,
    },
}

/// Connects once. A database that is away or still starting is waited for; how long, and why, is logged at the first
/// failure.
///
/// # Errors
/// A [`ReachError`] that says what to do: at once where waiting does not help, else after `patience`.
pub async fn reach(options: &PgConnectOptions, patience: Duration) -> Result<(), ReachError> {
    let begun = Instant::now();
    let mut told = false;
    loop {
        let left = patience.saturating_sub(begun.elapsed()).max(TRY);
        let cause = match tokio::time::timeout(left, options.connect()).await {
            Ok(Ok(connection)) => {
                // It was opened only to see whether it can be; a failure to say goodbye changes nothing.
                let _ = connection.close().await;
                return Ok(());
            }
            Ok(Err(error)) => late(&error).ok_or_else(|| wrong(options, &error))?,
            Err(_) => "it took too long".to_owned(),
        };
        if begun.elapsed() + PAUSE >= patience {
            return Err(ReachError::Away { place: place(options), cause });
        }
        if !told {
            told = true;
            let seconds = patience.as_secs();
            tracing::warn!("no database answers at {} yet: {cause}; trying for {seconds} seconds", place(options));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Why it may answer later; `None` where it will not.
fn late(error: &sqlx::Error) -> Option<String> {
    match error {
        // Refused, no route, no such socket; also a name nobody knows: a container's name is known once it runs.
        sqlx::Error::Io(cause) => Some(cause.to_string()),
        // Starting, stopping, or more connections than it takes.
        sqlx::Error::Database(cause) => {
            let code = cause.code().unwrap_or_default();
            (code.starts_with("57P") || code == "53300").then(|| cause.message().to_owned())
        }
        _ => None,
    }
}

fn wrong(options: &PgConnectOptions, error: &sqlx::Error) -> ReachError {
    let place = place(options);
    let Some(refusal) = error.as_database_error().and_then(|e| e.try_downcast_ref::<PgDatabaseError>()) else {
        return ReachError::Other { place, cause: error.to_string() };
    };
    let cause = refusal.message().to_owned();
    match refusal.code() {
        "28P01" | "28000" => ReachError::Refused { place, user: options.get_username().to_owned(), cause },
        "3D000" => {
            let name = options.get_database().unwrap_or(options.get_username()).to_owned();
            ReachError::Missing { place, name }
        }
        _ => ReachError::Other { place, cause },
    }
}

fn place(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(folder) => format!("{} (port {})", folder.display(), options.get_port()),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}
