//! Results of the scratch database, by the digest of what was run.

use crate::{Store, StoreResult};
use ::chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;

/// The result for this digest.
///
/// # Errors
/// Those of the database.
pub async fn proof(store: &Store, digest: &str) -> StoreResult<Option<Value>> {
    let found = sqlx::query_scalar!(r#"SELECT proof AS "proof!: Json<Value>" FROM proofs WHERE digest = $1"#, digest)
        .fetch_optional(&store.pool)
        .await?;
    Ok(found.map(|proof| proof.0))
}

/// Keeps it.
///
/// # Errors
/// Those of the database.
pub async fn keep_proof(store: &Store, digest: &str, proof: &Value, at: DateTime<Utc>) -> StoreResult<()> {
    sqlx::query!(
        "INSERT INTO proofs (digest, proof, created_at) VALUES ($1, $2::text::json, $3) ON CONFLICT (digest) DO NOTHING",
        digest,
        proof.to_string(),
        at,
    )
    .execute(&store.pool)
    .await?;
    Ok(())
}
