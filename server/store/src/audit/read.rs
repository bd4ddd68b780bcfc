//! Reading the trail, newest first.

use crate::changes::{Cursor, project_keys, word};
use crate::{StoreError, StoreResult};
use chrono::{DateTime, Utc};
use domain::api::{AuditQuery, Page};
use domain::audit::AuditEntry;
use serde_json::Value;
use sqlx::{PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

/// Entries of a page if the query does not say.
const PAGE: u32 = 50;

pub(super) const COLUMNS: &str = "t.id, t.stream, t.seq, t.project_key, t.change_id, t.action, t.actor, t.subject, t.details, t.origin, t.created_at, t.prev_hash, t.hash";

/// A row of `audit_trail`.
#[derive(sqlx::FromRow)]
pub(super) struct EntryRow {
    pub id: Uuid,
    pub stream: String,
    pub seq: i64,
    pub project_key: Option<String>,
    pub change_id: Option<Uuid>,
    pub action: String,
    pub actor: String,
    pub subject: String,
    pub details: Option<Value>,
    pub origin: String,
    pub created_at: DateTime<Utc>,
    pub prev_hash: String,
    pub hash: String,
}

impl EntryRow {
    pub(super) fn entry(self) -> StoreResult<AuditEntry> {
        Ok(AuditEntry {
            id: self.id,
            stream: self.stream,
            seq: self.seq,
            project: self.project_key,
            change_id: self.change_id,
            action: self.action,
            actor: self.actor,
            subject: self.subject,
            details: self.details.unwrap_or(Value::Null),
            origin: word(&self.origin)?,
            created_at: self.created_at,
            prev_hash: self.prev_hash,
            hash: self.hash,
        })
    }
}

fn limit(query: &AuditQuery) -> StoreResult<i64> {
    let limit = query.limit.unwrap_or(PAGE);
    if (1..=200).contains(&limit) {
        return Ok(i64::from(limit));
    }
    Err(StoreError::Invalid(
        "/limit".to_owned(),
        "limit.range".to_owned(),
        "Ask for 1 to 200 entries at a time.".to_owned(),
    ))
}

fn push_filter(q: &mut QueryBuilder<Postgres>, query: &AuditQuery) -> StoreResult<()> {
    if [&query.actor, &query.action].into_iter().flatten().any(|t| t.contains('\0')) {
        return Err(StoreError::Invalid(
            String::new(),
            "filter.text".to_owned(),
            "Leave control characters out of the filter.".to_owned(),
        ));
    }
    if let Some(actor) = &query.actor {
        q.push(" AND t.actor = ").push_bind(actor.clone());
    }
    if let Some(action) = &query.action {
        q.push(" AND (t.action = ").push_bind(action.clone());
        q.push(" OR starts_with(t.action, ").push_bind(format!("{}.", action.trim_end_matches('.'))).push("))");
    }
    Ok(())
}

fn page<K>(
    rows: Vec<EntryRow>,
    limit: i64,
    order: &str,
    key: impl Fn(&AuditEntry) -> K,
) -> StoreResult<Page<AuditEntry>>
where
    K: serde::Serialize + serde::de::DeserializeOwned,
{
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > wanted;
    let items: Vec<AuditEntry> = rows.into_iter().take(wanted).map(EntryRow::entry).collect::<StoreResult<_>>()?;
    let next = match items.last() {
        Some(last) if more => Some(Cursor::new(order, key(last)).encode()?),
        _ => None,
    };
    Ok(Page { items, next })
}

/// A change's own entries.
///
/// # Errors
/// `Invalid` for a malformed cursor or limit.
pub async fn history(conn: &mut PgConnection, change: Uuid, query: &AuditQuery) -> StoreResult<Page<AuditEntry>> {
    let limit = limit(query)?;
    let mut q = QueryBuilder::new("SELECT ");
    q.push(COLUMNS).push(" FROM audit_trail t WHERE t.stream = ").push_bind(format!("change:{change}"));
    push_filter(&mut q, query)?;
    if let Some(cursor) = &query.cursor {
        q.push(" AND t.seq < ").push_bind(Cursor::<i64>::decode(cursor, "history")?);
    }
    q.push(" ORDER BY t.seq DESC LIMIT ").push_bind(limit + 1);
    page(q.build_query_as().fetch_all(conn).await?, limit, "history", |e| e.seq)
}

/// Entries of the visible projects; of everything, the server's own too, where `visible` is `None`.
///
/// # Errors
/// `Invalid` for a malformed cursor or limit.
pub async fn entries(
    conn: &mut PgConnection,
    visible: Option<&[String]>,
    query: &AuditQuery,
) -> StoreResult<Page<AuditEntry>> {
    let limit = limit(query)?;
    let after = query.cursor.as_deref().map(|c| Cursor::<(i64, Uuid)>::decode(c, "audit")).transpose()?;
    let malformed = || {
        StoreError::Invalid(
            "/cursor".to_owned(),
            "cursor.syntax".to_owned(),
            "This is no place in this list. Give the value under the page before (`next`), or none.".to_owned(),
        )
    };
    let after = after
        .map(|(at, id)| DateTime::from_timestamp_micros(at).map(|at| (at, id)).ok_or_else(malformed))
        .transpose()?;
    let mut q = QueryBuilder::new("SELECT ");
    match visible {
        None => {
            q.push(COLUMNS).push(" FROM audit_trail t WHERE true");
            push_rest(&mut q, query, after, limit)?;
        }
        Some(_) => {
            // Each project gives its newest from its own index.
            let keys = project_keys(conn, visible).await?;
            q.push("t.* FROM unnest(")
                .push_bind(keys)
                .push("::text[]) AS p (key) CROSS JOIN LATERAL (SELECT ")
                .push(COLUMNS);
            q.push(" FROM audit_trail t WHERE t.project_key = p.key");
            push_rest(&mut q, query, after, limit)?;
            q.push(") t ORDER BY t.created_at DESC, t.id DESC LIMIT ").push_bind(limit + 1);
        }
    }
    page(q.build_query_as().fetch_all(conn).await?, limit, "audit", |e| (e.created_at.timestamp_micros(), e.id))
}

fn push_rest(
    q: &mut QueryBuilder<Postgres>,
    query: &AuditQuery,
    after: Option<(DateTime<Utc>, Uuid)>,
    limit: i64,
) -> StoreResult<()> {
    push_filter(q, query)?;
    if let Some((at, id)) = after {
        q.push(" AND (t.created_at, t.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    q.push(" ORDER BY t.created_at DESC, t.id DESC LIMIT ").push_bind(limit + 1);
    Ok(())
}

/// Who altered the change last, and when.
///
/// # Errors
/// Those of the database.
pub async fn last_actor(conn: &mut PgConnection, change: Uuid) -> StoreResult<Option<(String, DateTime<Utc>)>> {
    let row = sqlx::query!(
        "SELECT actor, created_at FROM audit_trail WHERE stream = 'change:' || $1::uuid ORDER BY seq DESC LIMIT 1",
        change
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|r| (r.actor, r.created_at)))
}

/// Why a change is treated as breaking although its request did not say so; `None` where nothing was found, or where an
/// edit has set or removed the mark since.
///
/// # Errors
/// Those of the database.
pub async fn escalation(conn: &mut PgConnection, change: Uuid) -> StoreResult<Option<String>> {
    let row = sqlx::query!(
        r#"SELECT jsonb_path_query_first(details, '$.events[*] ? (@.event == "escalated").reason') #>> '{}' AS reason
           FROM audit_trail
           WHERE stream = 'change:' || $1::uuid
             AND action IN ('validation.finished', 'change.edited')
             AND details @? '$.events[*] ? (@.event == "escalated" || (@.event == "edited"
                 && @.before.metadata.breakingChange != @.after.metadata.breakingChange))'
           ORDER BY seq DESC LIMIT 1"#,
        change
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| row.reason))
}
