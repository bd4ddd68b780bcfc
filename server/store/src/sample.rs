//! How far the loading of the sample data has come: two marks in the audit trail, which nobody can take away.

use crate::StoreResult;
use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// Entry made together with the sample project.
pub const BEGAN: &str = "sample.began";
/// Entry made when all of the sample data are there.
pub const FINISHED: &str = "sample.finished";
/// Key of the lock, among PostgreSQL's advisory ones.
const LOCK: i64 = 0x0063_6d67_5f73_6d70;

/// What is known of an earlier load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// When the story that the sample tells begins; `None` where it was never begun.
    pub began: Option<DateTime<Utc>>,
    /// All of it is there.
    pub finished: bool,
    /// There is a project of this key, whoever made it.
    pub project: bool,
}

/// Waits until nobody else loads; held until the transaction ends.
///
/// # Errors
/// Those of the database.
pub async fn lock(conn: &mut PgConnection) -> StoreResult<()> {
    sqlx::query!("SELECT pg_advisory_xact_lock($1)", LOCK).execute(conn).await?;
    Ok(())
}

/// How far it has come.
///
/// # Errors
/// Those of the database.
pub async fn marks(conn: &mut PgConnection, project: &str) -> StoreResult<Marks> {
    let row = sqlx::query!(
        r#"SELECT min(created_at) FILTER (WHERE action = $2) AS began, count(*) FILTER (WHERE action = $3) > 0 AS "finished!",
                  EXISTS (SELECT FROM projects WHERE key = $1) AS "project!"
           FROM audit_trail WHERE stream = 'server' AND subject = $1 AND action IN ($2, $3)"#,
        project,
        BEGAN,
        FINISHED
    )
    .fetch_one(conn)
    .await?;
    Ok(Marks { began: row.began, finished: row.finished, project: row.project })
}

/// The file of this name that the change was given first.
///
/// # Errors
/// Those of the database.
pub async fn document(conn: &mut PgConnection, change: Uuid, name: &str) -> StoreResult<Option<Uuid>> {
    Ok(sqlx::query_scalar!(
        "SELECT id FROM documents WHERE change_id = $1 AND name = $2 ORDER BY id LIMIT 1",
        change,
        name
    )
    .fetch_optional(conn)
    .await?)
}
