//! How changes hang together: what they both touch, and what waits for what.

use super::word;
use crate::StoreResult;
use domain::api::{Collision, DependencyView};
use domain::change::Touch;
use sqlx::PgConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Neighbours of a change.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Live changes of the project that come across the same objects, by number.
    pub collisions: Vec<Collision>,
    /// What it waits for, by number.
    pub depends_on: Vec<DependencyView>,
    /// What waits for it, by number.
    pub dependents: Vec<DependencyView>,
}

/// `n` of `CHG-n`.
pub(super) fn number(key: &str) -> Option<i64> {
    key.get(..4).filter(|p| p.eq_ignore_ascii_case("CHG-")).and_then(|_| key[4..].parse().ok())
}

/// All neighbours of a change.
///
/// # Errors
/// Those of the database.
pub async fn links(conn: &mut PgConnection, change: Uuid) -> StoreResult<Links> {
    let mut links = links_of_new(conn, change).await?;
    let rows = sqlx::query!(
        r#"SELECT true AS "up!", o.number, o.title, o.status, o.stage
           FROM change_dependencies d JOIN change_requests o ON o.id = d.depends_on WHERE d.change_id = $1
           UNION ALL
           SELECT false, o.number, o.title, o.status, o.stage
           FROM change_dependencies d JOIN change_requests o ON o.id = d.change_id WHERE d.depends_on = $1
           ORDER BY 2"#,
        change,
    )
    .fetch_all(conn)
    .await?;
    for r in rows {
        let (Some(number), Some(title), Some(status), Some(stage)) = (r.number, r.title, r.status, r.stage) else {
            continue;
        };
        let view = DependencyView { key: format!("CHG-{number}"), title, status: word(&status)?, stage: word(&stage)? };
        if r.up { &mut links.depends_on } else { &mut links.dependents }.push(view);
    }
    Ok(links)
}

/// Neighbours of a change that nothing waits for yet and that waits for nothing.
///
/// # Errors
/// Those of the database.
pub async fn links_of_new(conn: &mut PgConnection, change: Uuid) -> StoreResult<Links> {
    Ok(Links { collisions: collisions(conn, change).await?, ..Links::default() })
}

/// Live changes of the project that touch what this one touches or reaches, or reach what it touches (SPEC R2.9).
///
/// # Errors
/// Those of the database.
pub async fn collisions(conn: &mut PgConnection, change: Uuid) -> StoreResult<Vec<Collision>> {
    let rows = sqlx::query!(
        // Who alters columns of a table alone does not hit those who reach the table as a whole, e.g. by a foreign key.
        r#"WITH mine AS (
             SELECT project_key, kind, key, false AS reached FROM change_touches WHERE change_id = $1 AND live
             UNION ALL
             SELECT project_key, kind, key, true FROM change_reaches WHERE change_id = $1 AND live
           ), theirs AS (
             SELECT t.change_id, t.kind, t.key FROM mine m
             JOIN change_touches t ON t.project_key = m.project_key AND t.kind = m.kind AND t.key = m.key AND t.live
             WHERE NOT m.reached OR m.kind <> 'table' OR NOT EXISTS (
               SELECT FROM change_touches c
               WHERE c.change_id = t.change_id AND c.kind = 'column' AND starts_with(c.key, m.key || '.'))
             UNION
             SELECT t.change_id, t.kind, t.key FROM mine m
             JOIN change_reaches t ON t.project_key = m.project_key AND t.kind = m.kind AND t.key = m.key AND t.live
             WHERE m.kind IN ('view', 'foreign-key') OR NOT m.reached AND (m.kind <> 'table' OR NOT EXISTS (
               SELECT FROM change_touches c
               WHERE c.change_id = $1 AND c.kind = 'column' AND starts_with(c.key, m.key || '.')))
           )
           SELECT o.number, o.title, o.stage, t.kind AS "kind!", t.key AS "key!"
           FROM theirs t JOIN change_requests o ON o.id = t.change_id
           WHERE t.change_id <> $1
           ORDER BY o.number, t.kind, t.key LIMIT 1000"#,
        change,
    )
    .fetch_all(conn)
    .await?;
    let mut found: BTreeMap<i64, Collision> = BTreeMap::new();
    for r in rows {
        let stage = word(&r.stage)?;
        found
            .entry(r.number)
            .or_insert_with(|| Collision {
                key: format!("CHG-{}", r.number),
                title: r.title,
                stage,
                touches: Vec::new(),
            })
            .touches
            .push(Touch { kind: r.kind, key: r.key });
    }
    Ok(found
        .into_values()
        .map(|mut c| {
            collapse(&mut c.touches);
            c
        })
        .collect())
}

/// A column says which table, so that its table need not be named beside it.
fn collapse(touches: &mut Vec<Touch>) {
    let tables: Vec<String> = touches
        .iter()
        .filter(|t| t.kind == "column")
        .filter_map(|t| t.key.rsplit_once('.').map(|(table, _)| table.to_owned()))
        .collect();
    touches.retain(|t| t.kind != "table" || !tables.contains(&t.key));
}

/// Keeps others of the project from altering dependencies until the transaction ends, so that two edits cannot close a cycle together.
///
/// # Errors
/// Those of the database.
pub async fn lock_dependencies(conn: &mut PgConnection, project: &str) -> StoreResult<()> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended($1, 2))", project).execute(conn).await?;
    Ok(())
}

/// Which of `CHG-n` exist in the project, and whether each is live.
///
/// # Errors
/// Those of the database.
pub async fn dependency_status(
    conn: &mut PgConnection,
    project: &str,
    keys: &[String],
) -> StoreResult<BTreeMap<String, bool>> {
    let numbers: Vec<i64> = keys.iter().filter_map(|k| number(k)).collect();
    if numbers.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = sqlx::query!(
        r#"SELECT number, ended_at IS NULL AS "live!" FROM change_requests WHERE project_key = $1 AND number = ANY ($2)"#,
        project,
        &numbers,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| (format!("CHG-{}", r.number), r.live)).collect())
}

/// Those of `keys` that wait for `change`, directly or through others.
///
/// # Errors
/// Those of the database.
pub async fn cyclic(conn: &mut PgConnection, change: Uuid, keys: &[String]) -> StoreResult<Vec<String>> {
    let numbers: Vec<i64> = keys.iter().filter_map(|k| number(k)).collect();
    let found = sqlx::query_scalar!(
        r#"WITH RECURSIVE waits (start, id) AS (
             SELECT number, id FROM change_requests WHERE number = ANY ($2)
             UNION
             SELECT w.start, d.depends_on FROM waits w JOIN change_dependencies d ON d.change_id = w.id
           )
           SELECT start AS "start!" FROM waits WHERE id = $1 ORDER BY 1"#,
        change,
        &numbers,
    )
    .fetch_all(conn)
    .await?;
    Ok(found.into_iter().map(|n| format!("CHG-{n}")).collect())
}
