//! Reading the stream. Rows are ordered by transaction and read only below the oldest one that still runs, so that
//! whatever commits later stands behind every cursor given out before.

use crate::{StoreError, StoreResult};
use domain::api::{Cursor, LiveEvent};
use sqlx::PgConnection;

/// At most `limit` rows after the cursor, oldest first: those of visible projects (`None`: all), and where to go on.
///
/// # Errors
/// Those of the database.
pub async fn since(
    conn: &mut PgConnection,
    cursor: Cursor,
    visible: Option<&[String]>,
    limit: i64,
) -> StoreResult<(Vec<LiveEvent>, Cursor)> {
    let rows = sqlx::query!(
        r#"SELECT xid::text AS "xid!", id, project_key, change_id, number, action, actor, summary, version, at FROM live_events
           WHERE (xid, id) > ($1::text::xid8, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot())
           ORDER BY live_events.xid, id LIMIT $3"#,
        cursor.transaction.to_string(),
        cursor.row,
        limit,
    )
    .fetch_all(conn)
    .await?;
    let mut next = cursor;
    let mut events = Vec::new();
    for r in rows {
        let transaction =
            r.xid.parse().map_err(|_| StoreError::Internal(format!("`{}` is no transaction id", r.xid)))?;
        // What is not shown is read all the same, so that it is not read again.
        next = Cursor { transaction, row: r.id };
        let seen = visible.is_none_or(|keys| r.project_key.as_ref().is_some_and(|p| keys.contains(p)));
        if seen {
            events.push(LiveEvent {
                id: next.to_string(),
                project: r.project_key.unwrap_or_default(),
                change_id: r.change_id,
                number: r.number,
                action: r.action,
                actor: r.actor,
                summary: r.summary,
                version: r.version,
                at: r.at,
            });
        }
    }
    Ok((events, next))
}

/// The position of now: everything that is not yet readable stands behind it.
///
/// # Errors
/// Those of the database.
pub async fn latest(conn: &mut PgConnection) -> StoreResult<Cursor> {
    let xmin = sqlx::query_scalar!(r#"SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS "xmin!""#)
        .fetch_one(conn)
        .await?;
    let transaction = xmin.parse().map_err(|_| StoreError::Internal(format!("`{xmin}` is no transaction id")))?;
    Ok(Cursor { transaction, row: 0 })
}
