//! Keys under which a submission was made, so that a repeated one gives the same change (SPEC R1.8).

use crate::StoreResult;
use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A key in use.
#[derive(Clone, Debug)]
pub struct Key {
    /// SHA-256 of the request it was used for.
    pub request_hash: Vec<u8>,
    /// The change that came of it.
    pub change_id: Uuid,
}

/// Makes submissions with the same key wait for each other until the transaction ends.
///
/// # Errors
/// Those of the database.
pub async fn lock_key(conn: &mut PgConnection, user: &str, key: &str) -> StoreResult<()> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended(json_build_array($1::text, $2::text)::text, 1))",
        user,
        key
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the key was used for, if it was.
///
/// # Errors
/// Those of the database.
pub async fn find_key(conn: &mut PgConnection, user: &str, key: &str) -> StoreResult<Option<Key>> {
    Ok(sqlx::query_as!(
        Key,
        "SELECT request_hash, change_id FROM idempotency_keys WHERE user_name = $1 AND key = $2",
        user,
        key
    )
    .fetch_optional(conn)
    .await?)
}

/// Notes the key of a new change.
///
/// # Errors
/// Those of the database.
pub async fn insert_key(
    conn: &mut PgConnection,
    user: &str,
    key: &str,
    used: &Key,
    at: DateTime<Utc>,
) -> StoreResult<()> {
    sqlx::query!(
        "INSERT INTO idempotency_keys (user_name, key, request_hash, change_id, created_at) VALUES ($1, $2, $3, $4, $5)",
        user,
        key,
        used.request_hash,
        used.change_id,
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}
