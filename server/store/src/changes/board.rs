//! The board: live changes by stage.

use super::list::push_filter;
use super::summary::{COLUMNS, SummaryRow};
use super::{project_keys, word};
use crate::StoreResult;
use chrono::{DateTime, Utc};
use domain::api::{Board, BoardColumn, ChangeFilter, ChangeSummary};
use domain::words::Stage;
use sqlx::{PgConnection, QueryBuilder};

/// Most cards of a column.
const CARDS: i64 = 100;

#[derive(sqlx::FromRow)]
struct Count {
    stage: String,
    count: i64,
    oldest: Option<DateTime<Utc>>,
}

/// All columns; of the filter, status, order and cursor do not matter.
///
/// # Errors
/// `Invalid` for a filter the database cannot take.
pub async fn board(conn: &mut PgConnection, visible: Option<&[String]>, filter: &ChangeFilter) -> StoreResult<Board> {
    let keys = project_keys(conn, visible).await?;
    let mut q = QueryBuilder::new(
        "SELECT c.stage, count(*) AS count, min(c.stage_entered_at) AS oldest FROM change_requests c WHERE c.ended_at IS NULL AND c.project_key = ANY (",
    );
    q.push_bind(keys.clone()).push(")");
    push_filter(&mut q, filter)?;
    q.push(" GROUP BY c.stage");
    let counts: Vec<Count> = q.build_query_as().fetch_all(&mut *conn).await?;

    let ranks: Vec<i16> = Stage::ALL.iter().map(|s| *s as i16).collect();
    let mut q = QueryBuilder::new("SELECT ");
    q.push(COLUMNS)
        .push(" FROM unnest(")
        .push_bind(ranks)
        .push("::smallint[]) AS s (rank) CROSS JOIN LATERAL (SELECT c.* FROM unnest(");
    q.push_bind(keys).push("::text[]) AS p (key) CROSS JOIN LATERAL (SELECT * FROM change_requests c WHERE c.project_key = p.key AND c.stage_rank = s.rank AND c.ended_at IS NULL");
    push_filter(&mut q, filter)?;
    q.push(" ORDER BY c.priority_rank DESC, c.number DESC LIMIT ").push_bind(CARDS);
    q.push(") c ORDER BY c.priority_rank DESC, c.number DESC LIMIT ")
        .push_bind(CARDS)
        .push(") c ORDER BY c.stage_rank, c.priority_rank DESC, c.number DESC");
    let rows: Vec<SummaryRow> = q.build_query_as().fetch_all(conn).await?;

    let cards: Vec<ChangeSummary> = rows.into_iter().map(SummaryRow::summary).collect::<StoreResult<_>>()?;
    let mut columns: Vec<BoardColumn> = Stage::ALL
        .iter()
        .map(|stage| BoardColumn {
            stage: *stage,
            count: 0,
            oldest: None,
            cards: cards.iter().filter(|c| c.stage == *stage).cloned().collect(),
        })
        .collect();
    for c in counts {
        let stage: Stage = word(&c.stage)?;
        if let Some(column) = columns.get_mut(stage.index()) {
            (column.count, column.oldest) = (c.count, c.oldest);
        }
    }
    Ok(Board { columns })
}
