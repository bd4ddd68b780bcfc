//! What `make bench` compares the product with: the same rows written, and read, by nothing but SQL.

use crate::{Store, StoreResult};
use sqlx::Row;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The rows of one creation, as the product wrote them once.
#[derive(Clone, Debug)]
pub struct Rows {
    template: Uuid,
    metadata: serde_json::Value,
    step_data: serde_json::Value,
    details: serde_json::Value,
    hash: String,
    touches: Vec<(String, String)>,
}

impl Rows {
    /// Takes an existing change as the pattern.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn of(store: &Store, change: Uuid) -> StoreResult<Self> {
        let row = sqlx::query(
            "SELECT c.metadata, w.step_data, a.details, a.hash FROM change_requests c JOIN workflow_states w ON w.change_id = c.id
             JOIN audit_trail a ON a.change_id = c.id AND a.seq = 1 WHERE c.id = $1",
        )
        .bind(change)
        .fetch_one(&store.pool)
        .await?;
        let touches = sqlx::query("SELECT kind, key FROM change_touches WHERE change_id = $1")
            .bind(change)
            .fetch_all(&store.pool)
            .await?;
        Ok(Self {
            template: change,
            metadata: row.try_get(0)?,
            step_data: row.try_get(1)?,
            details: row.try_get(2)?,
            hash: row.try_get(3)?,
            touches: touches.iter().map(|t| Ok((t.try_get(0)?, t.try_get(1)?))).collect::<StoreResult<_>>()?,
        })
    }

    /// Writes the same rows once more under a new id, in one transaction: request, workflow, touches, chain head, audit entry, live event.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn write(&self, store: &Store) -> StoreResult<()> {
        let (id, entry) = (Uuid::now_v7(), Uuid::now_v7());
        let stream = format!("change:{id}");
        let mut tx = store.pool.begin().await?;
        let number: i64 = sqlx::query_scalar("SELECT nextval('change_numbers')").fetch_one(&mut *tx).await?;
        sqlx::query(
            "INSERT INTO change_requests (id, number, project_key, title, description, type, priority, requester, team, routing_reason, status,
                stage, stage_rank, stage_entered_at, priority_rank, metadata, breaking, risk, steps_done, steps_total, current_step_title,
                ready_roles, created_at, updated_at, version)
             SELECT $2, $3, project_key, title, description, type, priority, requester, team, routing_reason, status, stage, stage_rank,
                now(), priority_rank, $4, breaking, risk, steps_done, steps_total, current_step_title, ready_roles, now(), now(), 1
             FROM change_requests WHERE id = $1",
        )
        .bind(self.template)
        .bind(id)
        .bind(number)
        .bind(&self.metadata)
        .execute(&mut *tx)
        .await?;
        sqlx::query("INSERT INTO workflow_states (change_id, current_step, step_data, created_at) VALUES ($1, 'analyze-components', $2, now())")
            .bind(id)
            .bind(&self.step_data)
            .execute(&mut *tx)
            .await?;
        let (kinds, keys): (Vec<String>, Vec<String>) = self.touches.iter().cloned().unzip();
        sqlx::query(
            "INSERT INTO change_touches (change_id, project_key, kind, key)
             SELECT $1, (SELECT project_key FROM change_requests WHERE id = $1), t.kind, t.key FROM unnest($2::text[], $3::text[]) AS t (kind, key)",
        )
        .bind(id)
        .bind(kinds)
        .bind(keys)
        .execute(&mut *tx)
        .await?;
        sqlx::query("INSERT INTO audit_heads (stream, project_key, seq, hash) SELECT $1, project_key, 1, $2 FROM change_requests WHERE id = $3")
            .bind(&stream)
            .bind(&self.hash)
            .bind(id)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO audit_trail (id, change_id, project_key, stream, seq, action, actor, subject, details, origin, created_at, prev_hash, hash)
             SELECT $1, $2, project_key, $3, 1, 'change.created', requester, 'CHG', $4, 'rest', now(), $5, $5 FROM change_requests WHERE id = $2",
        )
        .bind(entry)
        .bind(id)
        .bind(&stream)
        .bind(&self.details)
        .bind(&self.hash)
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO live_events (project_key, change_id, number, action, actor, summary, version, at)
             SELECT project_key, id, number, 'change.created', requester, title, 1, now() FROM change_requests WHERE id = $1",
        )
        .bind(id)
        .execute(&mut *tx)
        .await?;
        sqlx::query("SELECT pg_notify('change_mgmt_events', '')").execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Fills the database up to `total` changes, nineteen of twenty of them closed.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn multiply(&self, store: &Store, total: i64) -> StoreResult<()> {
        let have: i64 = sqlx::query_scalar("SELECT count(*) FROM change_requests").fetch_one(&store.pool).await?;
        let mut tx = store.pool.begin().await?;
        sqlx::query(
            "WITH made AS (
                INSERT INTO change_requests (id, number, project_key, title, description, type, priority, requester, team, routing_reason,
                    status, stage, stage_rank, stage_entered_at, priority_rank, metadata, breaking, risk, steps_done, steps_total,
                    current_step_title, ready_roles, ended_at, created_at, updated_at, version)
                SELECT gen_random_uuid(), nextval('change_numbers'), project_key, 'Generated change ' || g, description, type, priority,
                    requester, team, routing_reason, CASE WHEN g % 20 = 0 THEN 'open' ELSE 'closed' END, stage, stage_rank,
                    now() - g * interval '1 minute', priority_rank, metadata, breaking, risk, steps_done, steps_total, current_step_title,
                    ready_roles, CASE WHEN g % 20 = 0 THEN NULL ELSE now() - g * interval '30 seconds' END,
                    now() - g * interval '1 minute', now() - g * interval '30 seconds', 1
                FROM change_requests, generate_series(1, greatest($2, 0)) AS g WHERE id = $1
                RETURNING id, project_key, number)
             , flow AS (INSERT INTO workflow_states (change_id, current_step, step_data) SELECT id, 'analyze-components', $3 FROM made)
             INSERT INTO change_touches (change_id, project_key, kind, key) SELECT id, project_key, 'table', 'public.t' || number FROM made",
        )
        .bind(self.template)
        .bind(total - have)
        .bind(&self.step_data)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        sqlx::query("ANALYZE").execute(&store.pool).await?;
        Ok(())
    }
}

/// Time of the query behind the first page of the list, and nothing else.
///
/// # Errors
/// Those of the database.
pub async fn list_page(store: &Store, project: &str) -> StoreResult<Duration> {
    let begun = Instant::now();
    let rows = sqlx::query(
        "SELECT id, number, title, type, priority, requester, team, assignee, status, stage, stage_entered_at, breaking, risk, steps_done,
            steps_total, current_step_title, created_at, updated_at, version
         FROM change_requests WHERE project_key = $1 ORDER BY updated_at DESC, number DESC LIMIT 51",
    )
    .bind(project)
    .fetch_all(&store.pool)
    .await?;
    debug_assert!(rows.len() <= 51);
    Ok(begun.elapsed())
}
