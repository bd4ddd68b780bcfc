//! Reading whole changes.

use super::word;
use crate::{StoreError, StoreResult};
use chrono::{DateTime, Utc};
use domain::api::ChangeRef;
use domain::change::{ChangeRequest, ChangeState};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

struct Row {
    id: Uuid,
    number: i64,
    project_key: String,
    title: String,
    description: String,
    kind: String,
    priority: String,
    requester: String,
    team: String,
    routing_reason: String,
    assignee: Option<String>,
    status: String,
    status_reason: Option<String>,
    stage: String,
    stage_entered_at: DateTime<Utc>,
    metadata: Value,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    version: i64,
    step_data: Value,
}

impl Row {
    fn state(self) -> StoreResult<ChangeState> {
        let damaged = |e: serde_json::Error| StoreError::Internal(format!("CHG-{} cannot be read: {e}", self.number));
        let request = ChangeRequest {
            id: self.id,
            number: self.number,
            project: self.project_key,
            title: self.title,
            description: self.description,
            kind: word(&self.kind)?,
            priority: word(&self.priority)?,
            requester: self.requester,
            team: self.team,
            routing_reason: self.routing_reason,
            assignee: self.assignee,
            status: word(&self.status)?,
            status_reason: self.status_reason,
            stage: word(&self.stage)?,
            stage_entered_at: self.stage_entered_at,
            metadata: serde_json::from_value(self.metadata).map_err(damaged)?,
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        };
        Ok(ChangeState { request, workflow: serde_json::from_value(self.step_data).map_err(damaged)? })
    }
}

async fn find(conn: &mut PgConnection, change: ChangeRef, lock: bool) -> StoreResult<Uuid> {
    let (id, number) = match change {
        ChangeRef::Id(id) => (Some(id), None),
        ChangeRef::Number(n) => (None, Some(n)),
    };
    let found = if lock {
        sqlx::query_scalar!("SELECT id FROM change_requests WHERE id = $1 OR number = $2 FOR NO KEY UPDATE", id, number)
            .fetch_optional(conn)
            .await?
    } else {
        sqlx::query_scalar!("SELECT id FROM change_requests WHERE id = $1 OR number = $2", id, number)
            .fetch_optional(conn)
            .await?
    };
    found.ok_or_else(|| StoreError::NotFound(change.to_string()))
}

/// Keeps others from altering a change until the transaction ends, without reading it: it may be damaged.
///
/// # Errors
/// `NotFound` where there is no such change.
pub async fn lock(conn: &mut PgConnection, change: ChangeRef) -> StoreResult<()> {
    find(conn, change, true).await.map(drop)
}

/// One change; `lock` keeps others from altering it until the transaction ends.
///
/// # Errors
/// `NotFound` where there is no such change.
pub async fn load(conn: &mut PgConnection, change: ChangeRef, lock: bool) -> StoreResult<ChangeState> {
    // Read after the lock is held: a statement sees what was committed before it began.
    let id = find(conn, change, lock).await?;
    load_many(conn, &[id])
        .await?
        .pop()
        .map_or_else(|| Err(StoreError::NotFound(change.to_string())), |(_, state)| state)
}

/// The changes with these ids, in no particular order. A damaged one does not hide the others.
///
/// # Errors
/// Those of the database.
pub async fn load_many(conn: &mut PgConnection, ids: &[Uuid]) -> StoreResult<Vec<(Uuid, StoreResult<ChangeState>)>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT c.id, c.number, c.project_key, c.title, c.description, c.type AS kind, c.priority, c.requester, c.team, c.routing_reason,
                c.assignee, c.status, c.status_reason, c.stage, c.stage_entered_at, c.metadata, c.created_at, c.updated_at, c.version,
                w.step_data
         FROM change_requests c JOIN workflow_states w ON w.change_id = c.id WHERE c.id = ANY ($1)",
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.state())).collect())
}
