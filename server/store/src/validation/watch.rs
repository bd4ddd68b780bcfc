//! Changes that time or somebody's push alters without an operation.

use crate::{Store, StoreResult};
use ::chrono::{DateTime, Utc};
use uuid::Uuid;

/// An open change with a branch.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The change.
    pub change: Uuid,
    /// Its project.
    pub project: String,
    /// Its branch.
    pub branch: String,
    /// Revision it is compared with.
    pub base: Option<String>,
    /// The commit that was looked at last, or is being looked at.
    pub head: Option<String>,
}

/// All of them but those that wait in the queue.
///
/// # Errors
/// Those of the database.
pub async fn watched(store: &Store) -> StoreResult<Vec<Watched>> {
    Ok(sqlx::query_as!(
        Watched,
        r#"SELECT c.id AS change, c.project_key AS project, w.step_data -> 'source' ->> 'branch' AS "branch!",
                  w.step_data -> 'source' ->> 'base' AS base,
                  (SELECT r.head FROM validation_runs r WHERE r.change_id = c.id ORDER BY r.requested_at DESC, r.id DESC LIMIT 1) AS head
           FROM workflow_states w JOIN change_requests c ON c.id = w.change_id
           WHERE w.step_data ? 'source' AND c.status = 'open'
             AND NOT EXISTS (SELECT FROM validation_runs q WHERE q.change_id = c.id AND q.state = 'queued')"#,
    )
    .fetch_all(&store.pool)
    .await?)
}

/// Live changes with a granted waiver whose time is over.
///
/// # Errors
/// Those of the database.
pub async fn overdue_waivers(store: &Store, now: DateTime<Utc>) -> StoreResult<Vec<Uuid>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT c.id FROM workflow_states w JOIN change_requests c ON c.id = w.change_id,
                  jsonb_array_elements(w.step_data -> 'waivers') waiver
           WHERE w.step_data ? 'waivers' AND c.ended_at IS NULL AND (waiver ->> 'expired')::boolean IS NOT TRUE
             AND (waiver -> 'decision' ->> 'granted')::boolean AND (waiver ->> 'expiresAt')::timestamptz <= $1
           GROUP BY c.id"#,
        now,
    )
    .fetch_all(&store.pool)
    .await?)
}
