//! Checking the whole trail (SPEC R3.3): every chain, every recorded head, every checkpoint, every stored change.

use super::scan::Scan;
use crate::{Store, StoreResult};
use domain::audit::{AuditReport, BrokenChain, ChainHead, GENESIS, checkpoint_hash};
use sqlx::PgConnection;
use uuid::Uuid;

const GONE: &str = "the entry recorded at this place is missing or was altered";

/// Recomputes every chain and checkpoint of a project (`None`: of everything), from one snapshot and in bounded memory.
///
/// # Errors
/// Those of the database; damage to the trail is a finding, not an error.
pub async fn verify(store: &Store, project: Option<&str>) -> StoreResult<AuditReport> {
    let mut tx = store.begin().await?;
    sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut *tx).await?;
    let mut scan = Scan::default();
    scan.chains(&mut tx, project).await?;
    heads(&mut tx, project, &mut scan).await?;
    orphans(&mut tx, project, &mut scan).await?;
    checkpoints(&mut tx, project, &mut scan).await?;
    let broken = named(&mut tx, scan.broken.into_values().collect()).await?;
    Ok(AuditReport { broken, ..scan.report })
}

/// Adds the numbers by which people know the changes.
async fn named(conn: &mut PgConnection, mut broken: Vec<BrokenChain>) -> StoreResult<Vec<BrokenChain>> {
    let ids: Vec<Uuid> = broken.iter().filter_map(BrokenChain::change_id).collect();
    if ids.is_empty() {
        return Ok(broken);
    }
    let rows = sqlx::query!("SELECT id, number FROM change_requests WHERE id = ANY ($1)", &ids).fetch_all(conn).await?;
    for chain in &mut broken {
        let row = rows.iter().find(|r| Some(r.id) == chain.change_id());
        chain.change = row.map(|r| format!("CHG-{}", r.number));
    }
    Ok(broken)
}

fn broken(stream: String, seq: i64, reason: &str) -> BrokenChain {
    BrokenChain::new(stream, seq, reason)
}

/// Heads whose entry is not in the trail: those of the table of heads, and those that checkpoints recorded.
async fn heads(conn: &mut PgConnection, project: Option<&str>, scan: &mut Scan) -> StoreResult<()> {
    let rows = sqlx::query!(
        r#"WITH recorded AS (
             SELECT stream, seq, hash FROM audit_heads WHERE $1::text IS NULL OR project_key = $1
             UNION ALL
             SELECT h.stream, h.seq, h.hash
             FROM audit_checkpoints c, jsonb_to_recordset(c.heads) AS h (stream text, seq bigint, hash text)
             WHERE $1::text IS NULL OR c.project_key = $1
           )
           SELECT r.stream AS "stream!", min(r.seq) AS "seq!" FROM recorded r
           WHERE r.stream IS NOT NULL AND r.seq IS NOT NULL
             AND NOT EXISTS (SELECT FROM audit_trail t WHERE t.stream = r.stream AND t.seq = r.seq AND t.hash = r.hash)
           GROUP BY r.stream"#,
        project,
    )
    .fetch_all(conn)
    .await?;
    for r in rows {
        // A chain that is gone altogether is bad from its first entry on.
        scan.note(broken(r.stream, r.seq, GONE));
    }
    Ok(())
}

/// Changes without a trail.
async fn orphans(conn: &mut PgConnection, project: Option<&str>, scan: &mut Scan) -> StoreResult<()> {
    let rows = sqlx::query_scalar!(
        r#"SELECT 'change:' || c.id AS "stream!" FROM change_requests c
           WHERE ($1::text IS NULL OR c.project_key = $1) AND NOT EXISTS (SELECT FROM audit_trail t WHERE t.stream = 'change:' || c.id)"#,
        project,
    )
    .fetch_all(conn)
    .await?;
    for stream in rows {
        scan.note(broken(stream, 1, "the entry is missing, or entries were reordered"));
    }
    Ok(())
}

/// The checkpoints follow each other without a gap, and each has the hash of what it records.
async fn checkpoints(conn: &mut PgConnection, project: Option<&str>, scan: &mut Scan) -> StoreResult<()> {
    let mut after = (String::new(), 0_i64);
    let mut expected = (None, 0_i64, GENESIS.to_owned());
    loop {
        let rows = sqlx::query!(
            "SELECT project_key, seq, heads, prev_hash, hash FROM audit_checkpoints
             WHERE ($1::text IS NULL OR project_key = $1) AND (project_key, seq) > ($2, $3) ORDER BY project_key, seq LIMIT 50",
            project,
            after.0,
            after.1,
        )
        .fetch_all(&mut *conn)
        .await?;
        let end = rows.len() < 50;
        for r in rows {
            if expected.0.as_ref() != Some(&r.project_key) {
                expected = (Some(r.project_key.clone()), 0, GENESIS.to_owned());
            }
            let seq = expected.1 + 1;
            let heads: Option<Vec<ChainHead>> = serde_json::from_value(r.heads).ok();
            let right = heads.is_some_and(|h| checkpoint_hash(&r.prev_hash, &h) == r.hash);
            let stream = || format!("checkpoints:{}", r.project_key);
            if r.seq != seq {
                scan.note(broken(stream(), seq, "the checkpoint is missing"));
            } else if r.prev_hash != expected.2 {
                scan.note(broken(stream(), seq, "the checkpoint does not follow the one before it"));
            } else if !right {
                scan.note(broken(stream(), seq, "the checkpoint was altered"));
            }
            scan.report.checkpoints += 1;
            (expected.1, expected.2) = (r.seq, r.hash);
            after = (r.project_key, r.seq);
        }
        if end {
            return Ok(());
        }
    }
}
