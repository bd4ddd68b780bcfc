//! What the start page counts, and what may need somebody.

use super::summary::{COLUMNS, SummaryRow};
use crate::StoreResult;
use chrono::{DateTime, Utc};
use domain::api::ChangeSummary;
use domain::words::Role;
use sqlx::{PgConnection, Postgres, QueryBuilder};
use std::collections::{BTreeMap, BTreeSet};

/// Live changes at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Live {
    /// All of them.
    pub open: i64,
    /// On hold, or waiting for another change.
    pub blocked: i64,
}

/// Changes that ended in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ended {
    /// Median days from submission to closing.
    pub cycle_days: Option<f64>,
    /// Percent of the ended ones that were closed.
    pub success_percent: Option<f64>,
}

/// What is live now.
///
/// # Errors
/// Those of the database.
pub async fn live(conn: &mut PgConnection, projects: &[String]) -> StoreResult<Live> {
    Ok(sqlx::query_as!(
        Live,
        r#"SELECT count(*) AS "open!",
                  count(*) FILTER (WHERE c.status = 'on-hold'
                    OR EXISTS (SELECT FROM change_dependencies d JOIN change_requests o ON o.id = d.depends_on
                               WHERE d.change_id = c.id AND o.ended_at IS NULL)) AS "blocked!"
           FROM change_requests c WHERE c.project_key = ANY ($1) AND c.ended_at IS NULL"#,
        projects,
    )
    .fetch_one(conn)
    .await?)
}

/// What was live at `at`. Whether a change was on hold then is in its trail.
///
/// # Errors
/// Those of the database.
pub async fn live_at(conn: &mut PgConnection, projects: &[String], at: DateTime<Utc>) -> StoreResult<Live> {
    Ok(sqlx::query_as!(
        Live,
        r#"WITH live AS (
             SELECT id FROM change_requests WHERE project_key = ANY ($1) AND ended_at IS NULL AND created_at <= $2
             UNION ALL
             SELECT id FROM change_requests WHERE project_key = ANY ($1) AND ended_at > $2 AND created_at <= $2
           )
           SELECT count(*) AS "open!",
                  count(*) FILTER (WHERE
                    (SELECT t.action FROM audit_trail t WHERE t.change_id = live.id AND t.action IN ('change.held', 'change.resumed') AND t.created_at <= $2
                     ORDER BY t.seq DESC LIMIT 1) = 'change.held'
                    OR EXISTS (SELECT FROM change_dependencies d JOIN change_requests o ON o.id = d.depends_on
                               WHERE d.change_id = live.id AND o.created_at <= $2 AND (o.ended_at IS NULL OR o.ended_at > $2))
                  ) AS "blocked!"
           FROM live"#,
        projects,
        at,
    )
    .fetch_one(conn)
    .await?)
}

/// What ended after `since`, up to `until`.
///
/// # Errors
/// Those of the database.
pub async fn ended(
    conn: &mut PgConnection,
    projects: &[String],
    since: DateTime<Utc>,
    until: DateTime<Utc>,
) -> StoreResult<Ended> {
    Ok(sqlx::query_as!(
        Ended,
        r#"SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY (extract(epoch FROM ended_at - created_at) / 86400)::float8)
                    FILTER (WHERE status = 'closed') AS cycle_days,
                  (100.0 * count(*) FILTER (WHERE status = 'closed') / nullif(count(*), 0))::float8 AS success_percent
           FROM change_requests WHERE project_key = ANY ($1) AND ended_at > $2 AND ended_at <= $3"#,
        projects,
        since,
        until,
    )
    .fetch_one(conn)
    .await?)
}

/// When a change ended last.
///
/// # Errors
/// Those of the database.
pub async fn last_end(conn: &mut PgConnection, projects: &[String]) -> StoreResult<Option<DateTime<Utc>>> {
    Ok(sqlx::query_scalar!(
        "SELECT (SELECT c.ended_at FROM change_requests c WHERE c.project_key = p.key AND c.ended_at IS NOT NULL
                 ORDER BY c.ended_at DESC LIMIT 1) AS ended
         FROM unnest($1::text[]) AS p (key) ORDER BY 1 DESC NULLS LAST LIMIT 1",
        projects,
    )
    .fetch_optional(conn)
    .await?
    .flatten())
}

/// Whose work is looked for.
pub struct Candidates<'a> {
    /// User name.
    pub user: &'a str,
    /// Roles by project.
    pub roles: &'a BTreeMap<String, BTreeSet<Role>>,
    /// Only this project.
    pub project: Option<&'a str>,
}

/// Open changes in which a step is ready that somebody with these roles can do, most urgent first, after the one given.
///
/// # Errors
/// Those of the database.
pub async fn candidates(
    conn: &mut PgConnection,
    who: &Candidates<'_>,
    after: Option<&ChangeSummary>,
    limit: i64,
) -> StoreResult<Vec<ChangeSummary>> {
    let Some(mut q) = candidates_query(who, after, limit) else { return Ok(Vec::new()) };
    let rows: Vec<SummaryRow> = q.build_query_as().fetch_all(conn).await?;
    rows.into_iter().map(SummaryRow::summary).collect()
}

/// One part a project, each with the roles held there; `None` where no role is held.
fn candidates_query(who: &Candidates<'_>, after: Option<&ChangeSummary>, limit: i64) -> Option<QueryBuilder<Postgres>> {
    let mut q = QueryBuilder::new("SELECT ");
    q.push(COLUMNS).push(" FROM (");
    let mut parts = 0;
    for (key, roles) in
        who.roles.iter().filter(|(key, roles)| !roles.is_empty() && who.project.is_none_or(|p| p == key.as_str()))
    {
        let roles: Vec<String> = roles.iter().map(|r| r.as_str().to_owned()).collect();
        q.push(if parts > 0 { " UNION ALL " } else { "" });
        parts += 1;
        q.push("(SELECT * FROM change_requests c WHERE c.ended_at IS NULL AND c.status = 'open' AND c.project_key = ")
            .push_bind(key.clone());
        q.push(" AND (c.ready_roles && ").push_bind(roles);
        q.push(" OR (c.requester = ").push_bind(who.user.to_owned()).push(" AND c.ready_roles @> ARRAY['requester']))");
        if let Some(after) = after {
            q.push(" AND (c.priority_rank, c.number) < (").push_bind(after.priority as i16);
            q.push(", ").push_bind(after.number).push(")");
        }
        q.push(" ORDER BY c.priority_rank DESC, c.number DESC LIMIT ").push_bind(limit).push(")");
    }
    q.push(") c ORDER BY c.priority_rank DESC, c.number DESC LIMIT ").push_bind(limit);
    (parts > 0).then_some(q)
}
