//! Adding an entry to its chain, within the transaction of the operation it records (SPEC R3.3).

use crate::StoreResult;
use chrono::{DateTime, Utc};
use domain::audit::{AuditEntry, GENESIS};
use domain::words::Origin;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// An operation to record; its place in the chain is found when it is appended.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// UUIDv7.
    pub id: Uuid,
    /// Chain: `change:<uuid>`, `project:<key>` or `server`.
    pub stream: String,
    /// Project key, if it belongs to one.
    pub project: Option<String>,
    /// Change, if it belongs to one.
    pub change_id: Option<Uuid>,
    /// What was done, e.g. `step.completed`.
    pub action: String,
    /// User name, or `system`.
    pub actor: String,
    /// To what, for people.
    pub subject: String,
    /// Before and after; for changes `{"events": […]}`.
    pub details: Value,
    /// Skin through which it came.
    pub origin: Origin,
    /// When, whole microseconds.
    pub created_at: DateTime<Utc>,
}

/// Puts the entry at the end of its chain. The chain's head stays locked until the transaction ends, so that two
/// operations on one chain stand one behind the other.
///
/// # Errors
/// Those of the database.
pub async fn append(conn: &mut PgConnection, entry: NewEntry) -> StoreResult<AuditEntry> {
    // An upsert locks the head whether it is new or not; of two first entries the second waits for the first.
    let head = sqlx::query!(
        "INSERT INTO audit_heads (stream, project_key, seq, hash, dirty) VALUES ($1, $2, 0, $3, true)
         ON CONFLICT (stream) DO UPDATE SET dirty = true
         RETURNING seq, hash",
        entry.stream,
        entry.project,
        GENESIS,
    )
    .fetch_one(&mut *conn)
    .await?;
    let entry = chained(entry, head.seq + 1, head.hash);
    insert(conn, &entry).await?;
    sqlx::query!(
        "UPDATE audit_heads SET seq = $2, hash = $3, dirty = true WHERE stream = $1",
        entry.stream,
        entry.seq,
        entry.hash
    )
    .execute(conn)
    .await?;
    Ok(entry)
}

/// Begins a chain with the entry: nothing can stand before it, so the head is written once, with its final hash.
///
/// # Errors
/// Those of the database; the chain must not exist yet.
pub async fn begin(conn: &mut PgConnection, entry: NewEntry) -> StoreResult<AuditEntry> {
    let entry = chained(entry, 1, GENESIS.to_owned());
    sqlx::query!(
        "INSERT INTO audit_heads (stream, project_key, seq, hash, dirty) VALUES ($1, $2, 1, $3, true)",
        entry.stream,
        entry.project,
        entry.hash,
    )
    .execute(&mut *conn)
    .await?;
    insert(conn, &entry).await?;
    Ok(entry)
}

fn chained(entry: NewEntry, seq: i64, prev_hash: String) -> AuditEntry {
    let mut entry = AuditEntry {
        id: entry.id,
        stream: entry.stream,
        seq,
        project: entry.project,
        change_id: entry.change_id,
        action: entry.action,
        actor: entry.actor,
        subject: entry.subject,
        details: entry.details,
        origin: entry.origin,
        created_at: entry.created_at,
        prev_hash,
        hash: String::new(),
    };
    entry.hash = entry.expected_hash();
    entry
}

async fn insert(conn: &mut PgConnection, entry: &AuditEntry) -> StoreResult<()> {
    sqlx::query!(
        "INSERT INTO audit_trail (id, change_id, project_key, stream, seq, action, actor, subject, details, origin, created_at, prev_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        entry.id,
        entry.change_id,
        entry.project,
        entry.stream,
        entry.seq,
        entry.action,
        entry.actor,
        entry.subject,
        entry.details,
        entry.origin.as_str(),
        entry.created_at,
        entry.prev_hash,
        entry.hash,
    )
    .execute(conn)
    .await?;
    Ok(())
}
