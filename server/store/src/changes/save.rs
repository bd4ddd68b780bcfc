//! Writing changes: the row, its workflow, what it touches and what it waits for.

use super::derived::Derived;
use super::reached::put_reached;
use crate::{StoreError, StoreResult};
use domain::change::{ChangeMetadata, ChangeState, touches};
use serde::Serialize;
use serde_json::Value;
use sqlx::PgConnection;
use std::collections::BTreeSet;

fn json(value: &impl Serialize) -> StoreResult<Value> {
    serde_json::to_value(value).map_err(|e| StoreError::Internal(e.to_string()))
}

/// Draws the number of a new change. It is never drawn again, even if the transaction fails.
///
/// # Errors
/// Those of the database.
pub async fn next_number(conn: &mut PgConnection) -> StoreResult<i64> {
    Ok(sqlx::query_scalar!(r#"SELECT nextval('change_numbers') AS "number!""#).fetch_one(conn).await?)
}

/// Writes a new change.
///
/// # Errors
/// Those of the database.
pub async fn insert(conn: &mut PgConnection, state: &ChangeState) -> StoreResult<()> {
    let (r, d) = (&state.request, Derived::of(state));
    let ended = (!d.live).then_some(r.updated_at);
    sqlx::query!(
        "INSERT INTO change_requests (id, number, project_key, title, description, type, priority, requester, team, routing_reason, assignee,
            status, status_reason, stage, stage_rank, stage_entered_at, priority_rank, metadata, breaking, risk, steps_done, steps_total,
            current_step_title, ready_roles, ended_at, created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)",
        r.id,
        r.number,
        r.project,
        r.title,
        r.description,
        r.kind.as_str(),
        r.priority.as_str(),
        r.requester,
        r.team,
        r.routing_reason,
        r.assignee,
        r.status.as_str(),
        r.status_reason,
        r.stage.as_str(),
        d.stage_rank,
        r.stage_entered_at,
        d.priority_rank,
        json(&r.metadata)?,
        r.metadata.breaking_change,
        d.risk,
        d.steps_done,
        d.steps_total,
        d.current_step_title,
        &d.ready_roles,
        ended,
        r.created_at,
        r.updated_at,
        r.version,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO workflow_states (change_id, current_step, step_data, created_at) VALUES ($1, $2, $3, $4)",
        r.id,
        d.current_step,
        json(&state.workflow)?,
        r.created_at,
    )
    .execute(&mut *conn)
    .await?;
    add_touches(conn, state).await?;
    add_dependencies(conn, state).await
}

/// Writes a changed state over the version before it.
///
/// # Errors
/// `Conflict` where the stored version is another one.
pub async fn save(conn: &mut PgConnection, before: &ChangeState, state: &ChangeState) -> StoreResult<()> {
    let (r, d) = (&state.request, Derived::of(state));
    let done = sqlx::query!(
        "UPDATE change_requests SET title = $3, description = $4, type = $5, priority = $6, team = $7, routing_reason = $8, assignee = $9,
            status = $10, status_reason = $11, stage = $12, stage_rank = $13, stage_entered_at = $14, priority_rank = $15, metadata = $16,
            breaking = $17, risk = $18, steps_done = $19, steps_total = $20, current_step_title = $21, ready_roles = $22,
            ended_at = CASE WHEN $23 THEN NULL ELSE coalesce(ended_at, $24) END, updated_at = $24, version = $25
         WHERE id = $1 AND version = $2",
        r.id,
        before.request.version,
        r.title,
        r.description,
        r.kind.as_str(),
        r.priority.as_str(),
        r.team,
        r.routing_reason,
        r.assignee,
        r.status.as_str(),
        r.status_reason,
        r.stage.as_str(),
        d.stage_rank,
        r.stage_entered_at,
        d.priority_rank,
        json(&r.metadata)?,
        r.metadata.breaking_change,
        d.risk,
        d.steps_done,
        d.steps_total,
        d.current_step_title,
        &d.ready_roles,
        d.live,
        r.updated_at,
        r.version,
    )
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::Conflict(format!("{} was altered at the same moment. Read it again.", r.key())));
    }
    sqlx::query!(
        "UPDATE workflow_states SET current_step = $2, step_data = $3 WHERE change_id = $1",
        r.id,
        d.current_step,
        json(&state.workflow)?
    )
    .execute(&mut *conn)
    .await?;
    let found = |state: &ChangeState| state.workflow.validation.as_ref().map(|outcome| outcome.operations.clone());
    let reached = |state: &ChangeState| state.workflow.analysis.as_ref().and_then(|a| a.outcome.clone());
    let other = before.request.metadata != r.metadata || found(before) != found(state);
    if other || reached(before) != reached(state) || before.request.status.is_live() != d.live {
        reach(conn, state).await?;
    }
    Ok(())
}

/// Brings `change_touches` and `change_dependencies` in line with the request.
async fn reach(conn: &mut PgConnection, state: &ChangeState) -> StoreResult<()> {
    let r = &state.request;
    let (kinds, keys) = touched(state);
    sqlx::query!(
        "DELETE FROM change_touches WHERE change_id = $1 AND (kind, key) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]))",
        r.id,
        &kinds,
        &keys,
    )
    .execute(&mut *conn)
    .await?;
    add_touches(conn, state).await?;
    let outcome = state.workflow.analysis.as_ref().and_then(|analysis| analysis.outcome.as_ref());
    put_reached(conn, r.id, &r.project, outcome, r.status.is_live()).await?;
    sqlx::query!(
        "DELETE FROM change_dependencies d USING change_requests o
         WHERE d.change_id = $1 AND o.id = d.depends_on AND o.number <> ALL ($2)",
        r.id,
        &dependencies(state),
    )
    .execute(&mut *conn)
    .await?;
    add_dependencies(conn, state).await
}

/// Kinds and keys of what the change touches: what it declares, and what its branch was found to do (SPEC R2.9).
fn touched(state: &ChangeState) -> (Vec<String>, Vec<String>) {
    let mut all = touches(&state.request.metadata);
    if let Some(outcome) = &state.workflow.validation {
        let found = ChangeMetadata { operations: outcome.operations.clone(), ..ChangeMetadata::default() };
        all.extend(touches(&found));
    }
    let keys: BTreeSet<(String, String)> = all.into_iter().map(|t| (t.kind, t.key)).collect();
    keys.into_iter().unzip()
}

/// Numbers of the changes it waits for.
fn dependencies(state: &ChangeState) -> Vec<i64> {
    state.request.metadata.dependencies.iter().filter_map(|d| super::links::number(d)).collect()
}

async fn add_touches(conn: &mut PgConnection, state: &ChangeState) -> StoreResult<()> {
    let r = &state.request;
    let (kinds, keys) = touched(state);
    if keys.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO change_touches (change_id, project_key, kind, key, live)
         SELECT $1, $2, t.kind, t.key, $5 FROM unnest($3::text[], $4::text[]) AS t (kind, key)
         ON CONFLICT (change_id, kind, key) DO UPDATE SET live = excluded.live",
        r.id,
        r.project,
        &kinds,
        &keys,
        r.status.is_live(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn add_dependencies(conn: &mut PgConnection, state: &ChangeState) -> StoreResult<()> {
    let r = &state.request;
    let numbers = dependencies(state);
    if numbers.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO change_dependencies (change_id, depends_on)
         SELECT $1, o.id FROM change_requests o WHERE o.project_key = $2 AND o.number = ANY ($3) AND o.id <> $1
         ON CONFLICT DO NOTHING",
        r.id,
        r.project,
        &numbers,
    )
    .execute(conn)
    .await?;
    Ok(())
}
