//! Deleting what has served its time.

use crate::{Store, StoreResult};
use chrono::{DateTime, Duration, Utc};

/// Deletes live events older than a week, idempotency keys older than two days, and what validations of more than a
/// month ago have left but for the last ten of a change; gives how many rows went.
///
/// # Errors
/// Those of the database.
pub async fn sweep(store: &Store, now: DateTime<Utc>) -> StoreResult<u64> {
    let events =
        sqlx::query!("DELETE FROM live_events WHERE at < $1", now - Duration::days(7)).execute(&store.pool).await?;
    let keys = sqlx::query!("DELETE FROM idempotency_keys WHERE created_at < $1", now - Duration::days(2))
        .execute(&store.pool)
        .await?;
    let old = now - Duration::days(30);
    let runs = sqlx::query!(
        "DELETE FROM validation_runs r WHERE r.finished_at < $1 AND 10 <= (
             SELECT count(*) FROM validation_runs n WHERE n.change_id = r.change_id AND n.requested_at > r.requested_at)",
        old,
    )
    .execute(&store.pool)
    .await?;
    let proofs = sqlx::query!("DELETE FROM proofs WHERE created_at < $1", old).execute(&store.pool).await?;
    Ok(events.rows_affected() + keys.rows_affected() + runs.rows_affected() + proofs.rows_affected())
}
