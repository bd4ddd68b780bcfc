//! Which change is on which branch.

use crate::StoreResult;
use sqlx::PgConnection;
use uuid::Uuid;

/// Number of another live change of the project that is on this branch. Until the transaction ends nobody else of the
/// project names one, so that two cannot take it together.
///
/// # Errors
/// Those of the database.
pub async fn on_branch(conn: &mut PgConnection, project: &str, branch: &str, except: Uuid) -> StoreResult<Option<i64>> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 3))", project).execute(&mut *conn).await?;
    Ok(sqlx::query_scalar!(
        "SELECT c.number FROM workflow_states w JOIN change_requests c ON c.id = w.change_id
         WHERE w.step_data ? 'source' AND w.step_data -> 'source' ->> 'branch' = $2
           AND c.project_key = $1 AND c.ended_at IS NULL AND c.id <> $3
         ORDER BY c.number LIMIT 1",
        project,
        branch,
        except,
    )
    .fetch_optional(conn)
    .await?)
}
