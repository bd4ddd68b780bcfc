//! Browser sessions. Only the SHA-256 of a secret is stored.

use crate::StoreResult;
use crate::users::{self, Account};
use chrono::{DateTime, Utc};
use domain::api::SessionInfo;
use sqlx::PgConnection;
use uuid::Uuid;

/// A session to insert.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Id its owner ends it by.
    pub id: Uuid,
    /// SHA-256 of the cookie value.
    pub secret_hash: &'a [u8],
    /// Whose.
    pub user: &'a str,
    /// Browser's own description.
    pub agent: &'a str,
    /// Now.
    pub at: DateTime<Utc>,
    /// End, unless it is used before.
    pub expires_at: DateTime<Utc>,
}

/// A session in use.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its id.
    pub id: Uuid,
    /// Last use, to the minute.
    pub last_seen_at: DateTime<Utc>,
    /// Whose it is.
    pub account: Account,
}

/// Inserts a session.
///
/// # Errors
/// Those of the database.
pub async fn insert(conn: &mut PgConnection, s: &NewSession<'_>) -> StoreResult<()> {
    sqlx::query!(
        "INSERT INTO sessions (id, secret_hash, user_name, agent, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6)",
        s.id,
        s.secret_hash,
        s.user,
        s.agent,
        s.at,
        s.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Who holds the secret: neither an expired session nor a disabled user is found, sample people only where `samples`.
///
/// # Errors
/// Those of the database.
pub async fn find(
    conn: &mut PgConnection,
    secret_hash: &[u8],
    now: DateTime<Utc>,
    samples: bool,
) -> StoreResult<Option<Found>> {
    let row = sqlx::query!(
        r#"SELECT s.id, s.last_seen_at, u.name, u.display_name, u.admin, r.roles AS "roles!"
           FROM sessions s JOIN users u ON u.name = s.user_name CROSS JOIN LATERAL (
               SELECT coalesce(jsonb_object_agg(m.project_key, m.roles), '{}') AS roles
               FROM (SELECT project_key, jsonb_agg(role) AS roles FROM members WHERE user_name = u.name GROUP BY project_key) m
           ) r
           WHERE s.secret_hash = $1 AND s.expires_at > $2 AND NOT u.disabled AND ($3 OR NOT u.sample)"#,
        secret_hash,
        now,
        samples
    )
    .fetch_optional(conn)
    .await?;
    row.map(|r| {
        let account =
            Account { name: r.name, display_name: r.display_name, admin: r.admin, roles: users::roles(r.roles)? };
        Ok(Found { id: r.id, last_seen_at: r.last_seen_at, account })
    })
    .transpose()
}

/// Notes a use and moves the end.
///
/// # Errors
/// Those of the database.
pub async fn touch(
    conn: &mut PgConnection,
    id: Uuid,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> StoreResult<()> {
    sqlx::query!(
        "UPDATE sessions SET last_seen_at = $2, expires_at = $3 WHERE id = $1 AND last_seen_at < $2",
        id,
        now,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends a session; the user whose it was.
///
/// # Errors
/// Those of the database.
pub async fn delete(conn: &mut PgConnection, secret_hash: &[u8]) -> StoreResult<Option<String>> {
    Ok(sqlx::query_scalar!("DELETE FROM sessions WHERE secret_hash = $1 RETURNING user_name", secret_hash)
        .fetch_optional(conn)
        .await?)
}

/// Ends the sessions of a user, `except` the one with this secret; how many.
///
/// # Errors
/// Those of the database.
pub async fn delete_all(conn: &mut PgConnection, user: &str, except: Option<&[u8]>) -> StoreResult<u64> {
    let done =
        sqlx::query!("DELETE FROM sessions WHERE user_name = $1 AND secret_hash IS DISTINCT FROM $2", user, except)
            .execute(conn)
            .await?;
    Ok(done.rows_affected())
}

/// A user's sessions, last used first.
///
/// # Errors
/// Those of the database.
pub async fn list(
    conn: &mut PgConnection,
    user: &str,
    current: &[u8],
    now: DateTime<Utc>,
) -> StoreResult<Vec<SessionInfo>> {
    Ok(sqlx::query_as!(
        SessionInfo,
        r#"SELECT id, agent, created_at, last_seen_at, secret_hash = $2 AS "current!"
           FROM sessions WHERE user_name = $1 AND expires_at > $3 ORDER BY last_seen_at DESC, id"#,
        user,
        current,
        now
    )
    .fetch_all(conn)
    .await?)
}

/// Deletes what has expired.
///
/// # Errors
/// Those of the database.
pub async fn sweep(conn: &mut PgConnection, now: DateTime<Utc>) -> StoreResult<u64> {
    Ok(sqlx::query!("DELETE FROM sessions WHERE expires_at <= $1", now).execute(conn).await?.rows_affected())
}
