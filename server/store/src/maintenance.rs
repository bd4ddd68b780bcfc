//! Deleting what has served its time.

use crate::{Store, StoreResult};
use chrono::{DateTime, Duration, Utc};

/// Deletes live events older than a week and idempotency keys older than two days; gives how many rows went.
///
/// # Errors
/// Those of the database.
pub async fn sweep(store: &Store, now: DateTime<Utc>) -> StoreResult<u64> {
    let events =
        sqlx::query!("DELETE FROM live_events WHERE at < $1", now - Duration::days(7)).execute(&store.pool).await?;
    let keys = sqlx::query!("DELETE FROM idempotency_keys WHERE created_at < $1", now - Duration::days(2))
        .execute(&store.pool)
        .await?;
    Ok(events.rows_affected() + keys.rows_affected())
}
