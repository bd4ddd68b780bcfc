//! Failed sign-ins, kept in the database so that the limits hold across instances.

use crate::StoreResult;
use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Notes an attempt as failed before its outcome is known, so that attempts at the same moment count each other; its row.
///
/// # Errors
/// Those of the database.
pub async fn note(conn: &mut PgConnection, subject: &str, at: DateTime<Utc>) -> StoreResult<i64> {
    Ok(sqlx::query_scalar!("INSERT INTO sign_in_failures (subject, at) VALUES ($1, $2) RETURNING id", subject, at)
        .fetch_one(conn)
        .await?)
}

/// The time of the `limit`-th newest failure after `since`, this attempt left out; `None` where there were fewer.
///
/// # Errors
/// Those of the database.
pub async fn nth_newest(
    conn: &mut PgConnection,
    subject: &str,
    since: DateTime<Utc>,
    attempt: i64,
    limit: i64,
) -> StoreResult<Option<DateTime<Utc>>> {
    Ok(sqlx::query_scalar!(
        "SELECT at FROM sign_in_failures WHERE subject = $1 AND at > $2 AND id <> $3 ORDER BY at DESC, id DESC OFFSET $4 LIMIT 1",
        subject,
        since,
        attempt,
        limit - 1
    )
    .fetch_optional(conn)
    .await?)
}

/// Forgets single attempts.
///
/// # Errors
/// Those of the database.
pub async fn forget(conn: &mut PgConnection, attempts: &[i64]) -> StoreResult<()> {
    sqlx::query!("DELETE FROM sign_in_failures WHERE id = ANY ($1)", attempts).execute(conn).await?;
    Ok(())
}

/// Forgets every failure of a subject.
///
/// # Errors
/// Those of the database.
pub async fn clear(conn: &mut PgConnection, subject: &str) -> StoreResult<()> {
    sqlx::query!("DELETE FROM sign_in_failures WHERE subject = $1", subject).execute(conn).await?;
    Ok(())
}

/// Deletes what no limit looks at any more.
///
/// # Errors
/// Those of the database.
pub async fn sweep(conn: &mut PgConnection, before: DateTime<Utc>) -> StoreResult<u64> {
    Ok(sqlx::query!("DELETE FROM sign_in_failures WHERE at <= $1", before).execute(conn).await?.rows_affected())
}
