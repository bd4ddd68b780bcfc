//! Reading runs.

use crate::changes::word;
use crate::{Store, StoreError, StoreResult};
use domain::api::{RunPart, ValidationReport, ValidationRun};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, types::chrono};
use uuid::Uuid;

struct Row {
    id: Uuid,
    about: String,
    state: String,
    cause: String,
    requested_by: String,
    requested_at: chrono::DateTime<chrono::Utc>,
    finished_at: Option<chrono::DateTime<chrono::Utc>>,
    attempts: i32,
    head: Option<String>,
    base: Option<String>,
    parts: Value,
    error: Option<String>,
}

impl Row {
    fn run(self) -> StoreResult<ValidationRun> {
        let parts: Vec<RunPart> = serde_json::from_value(self.parts)
            .map_err(|e| StoreError::Internal(format!("run {} cannot be read: {e}", self.id)))?;
        Ok(ValidationRun {
            id: self.id,
            about: word(&self.about)?,
            state: word(&self.state)?,
            cause: self.cause,
            requested_by: self.requested_by,
            requested_at: self.requested_at,
            finished_at: self.finished_at,
            head: self.head,
            base: self.base,
            attempts: self.attempts,
            parts,
            error: self.error,
        })
    }
}

/// The run that goes on, else the one that waits, else the last one.
///
/// # Errors
/// Those of the database.
pub async fn last(conn: &mut PgConnection, change: Uuid) -> StoreResult<Option<ValidationRun>> {
    let row = sqlx::query_as!(
        Row,
        "SELECT id, about, state, cause, requested_by, requested_at, finished_at, attempts, head, base, parts, error
         FROM validation_runs WHERE change_id = $1
         ORDER BY state = 'running' DESC, state = 'queued' DESC, requested_at DESC, id DESC LIMIT 1",
        change,
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::run).transpose()
}

/// The last finished run with its report.
///
/// # Errors
/// `NotFound` before there is one.
pub async fn last_report(conn: &mut PgConnection, change: Uuid) -> StoreResult<ValidationReport> {
    let found = sqlx::query!(
        r#"SELECT id, about, state, cause, requested_by, requested_at, finished_at, attempts, head, base, parts, error,
                  report AS "report!: Json<Value>"
           FROM validation_runs WHERE change_id = $1 AND state = 'done' ORDER BY finished_at DESC LIMIT 1"#,
        change,
    )
    .fetch_optional(conn)
    .await?;
    let r = found.ok_or_else(|| StoreError::NotFound("A validation report of this change".to_owned()))?;
    let row = Row {
        id: r.id,
        about: r.about,
        state: r.state,
        cause: r.cause,
        requested_by: r.requested_by,
        requested_at: r.requested_at,
        finished_at: r.finished_at,
        attempts: r.attempts,
        head: r.head,
        base: r.base,
        parts: r.parts,
        error: r.error,
    };
    Ok(ValidationReport { run: row.run()?, report: r.report.0 })
}

/// The report of a run that looked at the same things.
///
/// # Errors
/// Those of the database.
pub async fn of_digest(store: &Store, digest: &str) -> StoreResult<Option<Value>> {
    let found = sqlx::query_scalar!(
        r#"SELECT report AS "report!: Json<Value>" FROM validation_runs WHERE digest = $1 AND state = 'done' LIMIT 1"#,
        digest,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(found.map(|report| report.0))
}

/// The report of this run, while it is kept.
///
/// # Errors
/// Those of the database.
pub async fn report_of(conn: &mut PgConnection, run: Uuid) -> StoreResult<Option<Value>> {
    let found = sqlx::query_scalar!(
        r#"SELECT report AS "report!: Json<Value>" FROM validation_runs WHERE id = $1 AND state = 'done'"#,
        run,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|report| report.0))
}
