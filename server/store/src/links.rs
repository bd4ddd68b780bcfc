//! One-time links by which a person sets a password. Only the SHA-256 of a secret is stored.

use crate::StoreResult;
use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Gives a user a link; earlier ones stop working.
///
/// # Errors
/// Those of the database.
pub async fn replace(
    conn: &mut PgConnection,
    user: &str,
    secret_hash: &[u8],
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> StoreResult<()> {
    sqlx::query!("DELETE FROM one_time_links WHERE user_name = $1", user).execute(&mut *conn).await?;
    sqlx::query!(
        "INSERT INTO one_time_links (secret_hash, user_name, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        secret_hash,
        user,
        at,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whose link it is, while it works and the user may sign in.
///
/// # Errors
/// Those of the database.
pub async fn user(conn: &mut PgConnection, secret_hash: &[u8], now: DateTime<Utc>) -> StoreResult<Option<String>> {
    Ok(sqlx::query_scalar!(
        "SELECT l.user_name FROM one_time_links l JOIN users u ON u.name = l.user_name
         WHERE l.secret_hash = $1 AND l.expires_at > $2 AND NOT u.disabled AND NOT u.sample",
        secret_hash,
        now
    )
    .fetch_optional(conn)
    .await?)
}

/// Uses the link up; false where somebody else just did.
///
/// # Errors
/// Those of the database.
pub async fn take(conn: &mut PgConnection, secret_hash: &[u8]) -> StoreResult<bool> {
    Ok(sqlx::query!("DELETE FROM one_time_links WHERE secret_hash = $1", secret_hash)
        .execute(conn)
        .await?
        .rows_affected()
        > 0)
}

/// Deletes what has expired.
///
/// # Errors
/// Those of the database.
pub async fn sweep(conn: &mut PgConnection, now: DateTime<Utc>) -> StoreResult<u64> {
    Ok(sqlx::query!("DELETE FROM one_time_links WHERE expires_at <= $1", now).execute(conn).await?.rows_affected())
}
