//! API tokens. Only the SHA-256 of a secret is stored.

use crate::users::{self, Account};
use crate::{StoreError, StoreResult};
use chrono::{DateTime, Utc};
use domain::api::TokenInfo;
use domain::words::Scope;
use sqlx::PgConnection;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A token in use.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its id.
    pub id: Uuid,
    /// What it may do.
    pub scopes: BTreeSet<Scope>,
    /// Last use, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Whose it is.
    pub account: Account,
}

fn scopes(words: &[String]) -> BTreeSet<Scope> {
    // A word of a newer version gives no right here.
    words.iter().filter_map(|w| w.parse().ok()).collect()
}

/// Inserts a token.
///
/// # Errors
/// Those of the database.
pub async fn insert(conn: &mut PgConnection, user: &str, secret_hash: &[u8], token: &TokenInfo) -> StoreResult<()> {
    let words: Vec<String> = token.scopes.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "INSERT INTO api_tokens (id, secret_hash, user_name, name, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        token.id,
        secret_hash,
        user,
        token.name,
        &words,
        token.created_at,
        token.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Who holds the secret: no expired or revoked token, no disabled user is found, sample people only where `samples`.
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
        r#"SELECT t.id, t.scopes, t.last_used_at, u.name, u.display_name, u.admin, r.roles AS "roles!"
           FROM api_tokens t JOIN users u ON u.name = t.user_name CROSS JOIN LATERAL (
               SELECT coalesce(jsonb_object_agg(m.project_key, m.roles), '{}') AS roles
               FROM (SELECT project_key, jsonb_agg(role) AS roles FROM members WHERE user_name = u.name GROUP BY project_key) m
           ) r
           WHERE t.secret_hash = $1 AND t.expires_at > $2 AND t.revoked_at IS NULL AND NOT u.disabled AND ($3 OR NOT u.sample)"#,
        secret_hash,
        now,
        samples
    )
    .fetch_optional(conn)
    .await?;
    row.map(|r| {
        let account =
            Account { name: r.name, display_name: r.display_name, admin: r.admin, roles: users::roles(r.roles)? };
        Ok(Found { id: r.id, scopes: scopes(&r.scopes), last_used_at: r.last_used_at, account })
    })
    .transpose()
}

/// Notes a use.
///
/// # Errors
/// Those of the database.
pub async fn touch(conn: &mut PgConnection, id: Uuid, now: DateTime<Utc>) -> StoreResult<()> {
    sqlx::query!(
        "UPDATE api_tokens SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)",
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A user's tokens that work, newest first.
///
/// # Errors
/// Those of the database.
pub async fn list(conn: &mut PgConnection, user: &str, now: DateTime<Utc>) -> StoreResult<Vec<TokenInfo>> {
    let rows = sqlx::query!(
        "SELECT id, name, scopes, created_at, expires_at, last_used_at FROM api_tokens
         WHERE user_name = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at DESC, id DESC",
        user,
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| TokenInfo {
            id: r.id,
            name: r.name,
            scopes: scopes(&r.scopes),
            created_at: r.created_at,
            expires_at: r.expires_at,
            last_used_at: r.last_used_at,
        })
        .collect())
}

/// Revokes a user's token; its name.
///
/// # Errors
/// `NotFound` where the user has no such token, or revoked it already.
pub async fn revoke(conn: &mut PgConnection, user: &str, id: Uuid, now: DateTime<Utc>) -> StoreResult<String> {
    sqlx::query_scalar!(
        "UPDATE api_tokens SET revoked_at = $3 WHERE id = $1 AND user_name = $2 AND revoked_at IS NULL RETURNING name",
        id,
        user,
        now
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| StoreError::NotFound(format!("Token `{id}`")))
}
