//! Checkpoints: the heads of all chains of a project that moved, chained among themselves, so that a chain that is
//! removed or cut shows (SPEC R3.3).

use crate::{Store, StoreError, StoreResult};
use chrono::{DateTime, Utc};
use domain::audit::{ChainHead, GENESIS, checkpoint_hash};

/// Most heads in one checkpoint.
const HEADS: i64 = 1000;

/// Projects with chains that moved since their last checkpoint; `None` stands for the server itself.
///
/// # Errors
/// Those of the database.
pub async fn dirty_projects(store: &Store) -> StoreResult<Vec<Option<String>>> {
    Ok(sqlx::query_scalar!("SELECT DISTINCT project_key FROM audit_heads WHERE dirty").fetch_all(&store.pool).await?)
}

/// Records the heads that moved; gives how many. Where another server is at it, this one leaves it to that.
///
/// # Errors
/// Those of the database.
pub async fn checkpoint(store: &Store, project: Option<&str>, now: DateTime<Utc>) -> StoreResult<u64> {
    let mut total = 0;
    loop {
        let count = record(store, project, now).await?;
        total += count;
        if count < HEADS.unsigned_abs() {
            return Ok(total);
        }
    }
}

async fn record(store: &Store, project: Option<&str>, now: DateTime<Utc>) -> StoreResult<u64> {
    let key = project.unwrap_or_default();
    let mut tx = store.begin().await?;
    let mine = sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock(hashtextextended($1, 3)) AS "mine!""#, key)
        .fetch_one(&mut *tx)
        .await?;
    if !mine {
        return Ok(0);
    }
    // A head that an operation holds right now is left for the next checkpoint rather than waited for.
    let heads: Vec<ChainHead> = sqlx::query_as!(
        ChainHead,
        "UPDATE audit_heads SET dirty = false
         WHERE stream IN (SELECT stream FROM audit_heads WHERE dirty AND project_key IS NOT DISTINCT FROM $1 ORDER BY stream LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING stream, seq, hash",
        project,
        HEADS,
    )
    .fetch_all(&mut *tx)
    .await?;
    if heads.is_empty() {
        return Ok(0);
    }
    let last =
        sqlx::query!("SELECT seq, hash FROM audit_checkpoints WHERE project_key = $1 ORDER BY seq DESC LIMIT 1", key)
            .fetch_optional(&mut *tx)
            .await?;
    let (seq, prev) = last.map_or_else(|| (0, GENESIS.to_owned()), |l| (l.seq, l.hash));
    let hash = checkpoint_hash(&prev, &heads);
    let value = serde_json::to_value(&heads).map_err(|e| StoreError::Internal(e.to_string()))?;
    sqlx::query!(
        "INSERT INTO audit_checkpoints (project_key, seq, heads, created_at, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6)",
        key,
        seq + 1,
        value,
        now,
        prev,
        hash,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(heads.len() as u64)
}
