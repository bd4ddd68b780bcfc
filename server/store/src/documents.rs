//! Uploaded files.

use crate::{StoreError, StoreResult};
use chrono::{DateTime, Utc};
use domain::change::DocumentRef;
use sqlx::PgConnection;
use uuid::Uuid;

/// Stores a file.
///
/// # Errors
/// Those of the database.
pub async fn insert(
    conn: &mut PgConnection,
    change: Uuid,
    document: &DocumentRef,
    content: &[u8],
    by: &str,
    at: DateTime<Utc>,
) -> StoreResult<()> {
    sqlx::query!(
        "INSERT INTO documents (id, change_id, name, media_type, size, sha256, content, added_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        document.id,
        change,
        document.name,
        document.media_type,
        document.size,
        document.sha256,
        content,
        by,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Number and bytes of a change's files.
///
/// # Errors
/// Those of the database.
pub async fn usage(conn: &mut PgConnection, change: Uuid) -> StoreResult<(i64, i64)> {
    let row = sqlx::query!(r#"SELECT count(*) AS "count!", coalesce(sum(size), 0)::bigint AS "bytes!" FROM documents WHERE change_id = $1"#, change)
        .fetch_one(conn)
        .await?;
    Ok((row.count, row.bytes))
}

/// Those of the files that belong to the change, without content.
///
/// # Errors
/// Those of the database.
pub async fn refs(conn: &mut PgConnection, change: Uuid, ids: &[Uuid]) -> StoreResult<Vec<DocumentRef>> {
    Ok(sqlx::query_as!(
        DocumentRef,
        "SELECT id, name, media_type, size, sha256 FROM documents WHERE change_id = $1 AND id = ANY ($2) ORDER BY id",
        change,
        ids
    )
    .fetch_all(conn)
    .await?)
}

/// A file of the change with its content.
///
/// # Errors
/// `NotFound` where the change has no such file.
pub async fn get(conn: &mut PgConnection, change: Uuid, id: Uuid) -> StoreResult<(DocumentRef, Vec<u8>)> {
    let row = sqlx::query!(
        "SELECT id, name, media_type, size, sha256, content FROM documents WHERE change_id = $1 AND id = $2",
        change,
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| StoreError::NotFound(format!("Document `{id}`")))?;
    Ok((
        DocumentRef { id: row.id, name: row.name, media_type: row.media_type, size: row.size, sha256: row.sha256 },
        row.content,
    ))
}
