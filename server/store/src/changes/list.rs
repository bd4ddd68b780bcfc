//! The list: every filter, every order, by keyset (SPEC R12.4).

use super::summary::{COLUMNS, SummaryRow};
use super::{Cursor, links::number, project_keys};
use crate::{StoreError, StoreResult};
use chrono::DateTime;
use domain::api::{ChangeFilter, ChangeSummary, Page, Sort};
use domain::change::{ChangeMetadata, touches};
use domain::words::WorkflowStatus;
use sqlx::{PgConnection, Postgres, QueryBuilder};

/// Rows of a page if the filter does not say.
const PAGE: u32 = 50;
/// Most rows of a page.
const PAGE_MAX: u32 = 200;

/// What orders the list: the column before the number, whether it is a time, and the direction.
struct Order {
    name: &'static str,
    column: Option<&'static str>,
    time: bool,
    descending: bool,
}

impl Order {
    fn of(sort: Sort) -> Self {
        let order = |name, column, time, descending| Self { name, column, time, descending };
        match sort {
            Sort::Updated => order("-updated", Some("updated_at"), true, true),
            Sort::UpdatedAscending => order("updated", Some("updated_at"), true, false),
            Sort::Number => order("-number", None, false, true),
            Sort::NumberAscending => order("number", None, false, false),
            Sort::Priority => order("-priority", Some("priority_rank"), false, true),
            Sort::Stage => order("-stage", Some("stage_rank"), false, true),
        }
    }

    fn push_order(&self, q: &mut QueryBuilder<Postgres>) {
        let direction = if self.descending { " DESC" } else { "" };
        q.push(" ORDER BY ");
        if let Some(column) = self.column {
            q.push("c.").push(column).push(direction).push(", ");
        }
        q.push("c.number").push(direction);
    }

    /// Only what comes after the row with this sort key.
    fn push_after(&self, q: &mut QueryBuilder<Postgres>, (value, number): (i64, i64)) -> StoreResult<()> {
        let than = if self.descending { " < " } else { " > " };
        let Some(column) = self.column else {
            q.push(" AND c.number").push(than).push_bind(number);
            return Ok(());
        };
        q.push(" AND (c.").push(column).push(", c.number)").push(than).push("(");
        if self.time {
            let at = DateTime::from_timestamp_micros(value)
                .ok_or_else(|| refused("/cursor", "cursor.syntax", "Leave the cursor out."))?;
            q.push_bind(at);
        } else {
            q.push_bind(value);
        }
        q.push(", ").push_bind(number).push(")");
        Ok(())
    }

    fn key(&self, c: &ChangeSummary) -> (i64, i64) {
        let value = match self.column {
            Some("updated_at") => c.updated_at.timestamp_micros(),
            Some("priority_rank") => c.priority as i64,
            Some("stage_rank") => c.stage as i64,
            _ => 0,
        };
        (value, c.number)
    }
}

fn refused(pointer: &str, code: &str, message: &str) -> StoreError {
    StoreError::Invalid(pointer.to_owned(), code.to_owned(), message.to_owned())
}

/// A page of the changes of the visible projects (`None`: all).
///
/// # Errors
/// `Invalid` for a malformed cursor or limit.
pub async fn list(
    conn: &mut PgConnection,
    visible: Option<&[String]>,
    filter: &ChangeFilter,
) -> StoreResult<Page<ChangeSummary>> {
    let limit = filter.limit.unwrap_or(PAGE);
    if !(1..=PAGE_MAX).contains(&limit) {
        return Err(refused("/limit", "limit.range", "Ask for 1 to 200 changes at a time."));
    }
    let order = Order::of(filter.sort);
    let after = filter.cursor.as_deref().map(|c| Cursor::<(i64, i64)>::decode(c, order.name)).transpose()?;
    let keys = project_keys(conn, visible).await?;
    // A lateral join asks every project by itself, so that each gives its first rows from an index of that order.
    let mut q = QueryBuilder::new("SELECT ");
    q.push(COLUMNS)
        .push(" FROM unnest(")
        .push_bind(keys)
        .push("::text[]) AS p (key) CROSS JOIN LATERAL (SELECT * FROM change_requests c WHERE c.project_key = p.key");
    push_filter(&mut q, filter)?;
    push_status(&mut q, &filter.status);
    if let Some(after) = after {
        order.push_after(&mut q, after)?;
    }
    order.push_order(&mut q);
    q.push(" LIMIT ").push_bind(i64::from(limit) + 1).push(") c");
    order.push_order(&mut q);
    q.push(" LIMIT ").push_bind(i64::from(limit) + 1);
    let rows: Vec<SummaryRow> = q.build_query_as().fetch_all(conn).await?;
    let more = rows.len() > limit as usize;
    let items: Vec<ChangeSummary> =
        rows.into_iter().take(limit as usize).map(SummaryRow::summary).collect::<StoreResult<_>>()?;
    let next = match items.last() {
        Some(last) if more => Some(Cursor::new(order.name, order.key(last)).encode()?),
        _ => None,
    };
    Ok(Page { items, next })
}

/// The statuses; that all of them are live is said in the words of the partial indexes.
fn push_status(q: &mut QueryBuilder<Postgres>, status: &[WorkflowStatus]) {
    if status.is_empty() {
        return;
    }
    if status.iter().all(|s| s.is_live()) {
        q.push(" AND c.ended_at IS NULL");
        if WorkflowStatus::ALL.iter().filter(|s| s.is_live()).all(|s| status.contains(s)) {
            return;
        }
    }
    push_any(q, "status", status.iter().map(|s| s.as_str()));
}

fn push_any<'a>(q: &mut QueryBuilder<Postgres>, column: &str, words: impl Iterator<Item = &'a str>) {
    let words: Vec<String> = words.map(str::to_owned).collect();
    match words.as_slice() {
        [] => {}
        [one] => {
            q.push(" AND c.").push(column).push(" = ").push_bind(one.clone());
        }
        _ => {
            q.push(" AND c.").push(column).push(" = ANY (").push_bind(words).push(")");
        }
    }
}

/// All conditions but status, order and cursor.
pub(super) fn push_filter(q: &mut QueryBuilder<Postgres>, f: &ChangeFilter) -> StoreResult<()> {
    let texts = [&f.component, &f.team, &f.assignee, &f.requester, &f.table, &f.text];
    if texts.into_iter().flatten().any(|t| t.contains('\0') || t.len() > 1000) {
        return Err(refused("", "filter.text", "Shorten the filter and leave control characters out."));
    }
    push_any(q, "stage", f.stage.iter().map(|s| s.as_str()));
    push_any(q, "type", f.kind.iter().map(|s| s.as_str()));
    push_any(q, "priority", f.priority.iter().map(|s| s.as_str()));
    push_any(q, "team", f.team.as_deref().into_iter());
    push_any(q, "requester", f.requester.as_deref().into_iter());
    match f.assignee.as_deref() {
        Some("none") => {
            q.push(" AND c.assignee IS NULL");
        }
        other => push_any(q, "assignee", other.into_iter()),
    }
    if let Some(breaking) = f.breaking {
        q.push(" AND c.breaking = ").push_bind(breaking);
    }
    if let Some(component) = &f.component {
        q.push(" AND c.metadata -> 'affectedComponents' ? ").push_bind(component.clone());
    }
    if let Some(table) = &f.table {
        let metadata = ChangeMetadata { affected_tables: vec![table.clone()], ..ChangeMetadata::default() };
        let key = touches(&metadata).into_iter().next().map(|t| t.key).unwrap_or_default();
        q.push(" AND EXISTS (SELECT FROM change_touches t WHERE t.change_id = c.id AND t.project_key = c.project_key")
            .push(" AND t.kind = 'table' AND t.key = ")
            .push_bind(key)
            .push(")");
    }
    if let Some(text) = f.text.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
        match number(text) {
            Some(n) => {
                q.push(" AND c.number = ").push_bind(n);
            }
            None => {
                match beginnings(text) {
                    Some(words) => q.push(" AND c.search @@ to_tsquery('simple', ").push_bind(words).push(")"),
                    None => {
                        q.push(" AND c.search @@ websearch_to_tsquery('simple', ").push_bind(text.to_owned()).push(")")
                    }
                };
            }
        }
    }
    Ok(())
}
/// Plain words as a query for what begins with each of them; `None` where quotes or operators say more.
fn beginnings(text: &str) -> Option<String> {
    let plain = text.chars().all(|c| c.is_alphanumeric() || c.is_whitespace());
    let words: Vec<String> = text.split_whitespace().map(|word| format!("{word}:*")).collect();
    let operators = text.split_whitespace().any(|word| word.eq_ignore_ascii_case("or"));
    (plain && !operators && !words.is_empty()).then(|| words.join(" & "))
}
