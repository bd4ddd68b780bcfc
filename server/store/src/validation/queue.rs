//! The queue: a row waits, is taken for a while, and ends once.

use crate::{Store, StoreResult};
use chrono::{DateTime, Utc};
use domain::words::RunSubject;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// How long a server keeps a run without a sign of life, seconds.
const LEASE: f64 = 30.0;
/// A run that took three servers down with it is not begun again.
const ATTEMPTS: i32 = 3;

/// A run that is wanted.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// UUIDv7.
    pub id: Uuid,
    /// Of this change.
    pub change: Uuid,
    /// What it is to look at.
    pub about: RunSubject,
    /// Why, one word.
    pub cause: &'static str,
    /// User name.
    pub requested_by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The one that goes on looks at what is no longer there: it is ended.
    pub supersedes: bool,
}

/// Puts a run into the queue. One that waits there already is enough, and looks at what this one would have looked at.
///
/// # Errors
/// Those of the database.
pub async fn enqueue(conn: &mut PgConnection, run: &NewRun) -> StoreResult<()> {
    if run.supersedes {
        sqlx::query!(
            "UPDATE validation_runs SET state = 'superseded', finished_at = $2, lease_until = NULL
             WHERE change_id = $1 AND state = 'running'",
            run.change,
            run.at,
        )
        .execute(&mut *conn)
        .await?;
    }
    sqlx::query!(
        "INSERT INTO validation_runs (id, change_id, cause, requested_by, requested_at, about) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (change_id, state) WHERE state IN ('queued', 'running')
         DO UPDATE SET about = excluded.about, cause = excluded.cause WHERE validation_runs.about <> excluded.about",
        run.id,
        run.change,
        run.cause,
        run.requested_by,
        run.at,
        run.about.as_str(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A run that is ours for a while.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The run.
    pub id: Uuid,
    /// Its change.
    pub change: Uuid,
    /// False: it has been begun too often, and has to be given up.
    pub worth_trying: bool,
}

/// Takes the oldest run that waits, or whose server is gone. A change has one at a time.
///
/// # Errors
/// Those of the database.
pub async fn claim(store: &Store) -> StoreResult<Option<Claimed>> {
    let row = sqlx::query!(
        r#"UPDATE validation_runs SET state = 'running', attempts = attempts + 1, lease_until = clock_timestamp() + make_interval(secs => $1)
           WHERE id = (
               SELECT r.id FROM validation_runs r
               WHERE (r.state = 'running' AND r.lease_until < clock_timestamp())
                  OR (r.state = 'queued' AND NOT EXISTS (
                         SELECT FROM validation_runs o WHERE o.change_id = r.change_id AND o.state = 'running'))
               ORDER BY r.requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
           RETURNING id, change_id, attempts"#,
        LEASE,
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(|r| Claimed { id: r.id, change: r.change_id, worth_trying: r.attempts <= ATTEMPTS }))
}

/// A sign of life with the state of the parts; false: the run is not ours any more.
///
/// # Errors
/// Those of the database.
pub async fn report(
    store: &Store,
    run: Uuid,
    parts: &Value,
    head: Option<&str>,
    base: Option<&str>,
) -> StoreResult<bool> {
    let done = sqlx::query!(
        "UPDATE validation_runs SET parts = $2, head = coalesce($3, head), base = coalesce($4, base),
            lease_until = clock_timestamp() + make_interval(secs => $5)
         WHERE id = $1 AND state = 'running'",
        run,
        parts,
        head,
        base,
        LEASE,
    )
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Its parts.
    pub parts: Value,
    /// Digest of everything it looked at, and the whole report; or why it failed.
    pub result: Result<(String, Value), String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Ends a run; false: somebody else has ended it.
///
/// # Errors
/// Those of the database.
pub async fn finish(conn: &mut PgConnection, run: Uuid, finished: &Finished) -> StoreResult<bool> {
    let (state, digest, report, error) = match &finished.result {
        Ok((digest, report)) => ("done", Some(digest), Some(report), None),
        Err(error) => ("failed", None, None, Some(error)),
    };
    let done = sqlx::query!(
        "UPDATE validation_runs SET state = $2, parts = $3, digest = $4, report = $5::text::json, error = $6, finished_at = $7, lease_until = NULL
         WHERE id = $1 AND state = 'running'",
        run,
        state,
        finished.parts,
        digest,
        // As text: jsonb, which the value would go through, refuses what hostile files hold.
        report.map(Value::to_string),
        error,
        finished.at,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
