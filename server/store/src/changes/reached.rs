//! What a change reaches without touching it.

use crate::StoreResult;
use domain::change::{COLLIDING_KINDS, ImpactOutcome};
use sqlx::PgConnection;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Kinds and keys, as touches of other changes have them.
fn keys(outcome: &ImpactOutcome) -> (Vec<String>, Vec<String>) {
    let objects = outcome.objects.iter().filter(|object| COLLIDING_KINDS.contains(&object.kind.as_str()));
    let objects = objects.map(|object| (object.kind.clone(), object.name.clone()));
    let endpoints = outcome.endpoints.iter().filter_map(|one| one.endpoint.clone());
    let all: BTreeSet<(String, String)> = objects.chain(endpoints.map(|key| ("endpoint".to_owned(), key))).collect();
    all.into_iter().unzip()
}

/// Brings `change_reaches` in line with what was found last; nothing was: no rows.
///
/// # Errors
/// Those of the database.
pub async fn put_reached(
    conn: &mut PgConnection,
    change: Uuid,
    project: &str,
    outcome: Option<&ImpactOutcome>,
    live: bool,
) -> StoreResult<()> {
    let (kinds, keys) = outcome.map(keys).unwrap_or_default();
    sqlx::query!(
        "DELETE FROM change_reaches WHERE change_id = $1 AND (kind, key) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]))",
        change,
        &kinds,
        &keys,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO change_reaches (change_id, project_key, kind, key, live)
         SELECT $1, $2, t.kind, t.key, $5 FROM unnest($3::text[], $4::text[]) AS t (kind, key)
         ON CONFLICT (change_id, kind, key) DO UPDATE SET live = excluded.live",
        change,
        project,
        &kinds,
        &keys,
        live,
    )
    .execute(conn)
    .await?;
    Ok(())
}
