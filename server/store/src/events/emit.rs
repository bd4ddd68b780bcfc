//! Telling the live stream, within the transaction of what it tells.

use crate::StoreResult;
use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// Something that happened, for the live stream.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Project key; `None` for what only administrators see.
    pub project: Option<String>,
    /// The change.
    pub change_id: Option<Uuid>,
    /// `n` of `CHG-n`.
    pub number: Option<i64>,
    /// The audit entry's action.
    pub action: String,
    /// User name.
    pub actor: String,
    /// For people.
    pub summary: String,
    /// The change's version after it.
    pub version: Option<i64>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Adds an event; readers are woken when the transaction commits, and never when it does not.
///
/// # Errors
/// Those of the database.
pub async fn emit(conn: &mut PgConnection, event: &NewEvent) -> StoreResult<()> {
    sqlx::query!(
        "INSERT INTO live_events (project_key, change_id, number, action, actor, summary, version, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         RETURNING pg_notify('change_mgmt_events', '') IS NULL AS told",
        event.project,
        event.change_id,
        event.number,
        event.action,
        event.actor,
        event.summary,
        event.version,
        event.at,
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}
