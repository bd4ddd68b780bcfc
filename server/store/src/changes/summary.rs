//! A line of a list.

use super::word;
use crate::StoreResult;
use chrono::{DateTime, Utc};
use domain::api::ChangeSummary;
use uuid::Uuid;

/// The columns of [`SummaryRow`], from `change_requests c`. What a change waits for is looked up, so that it is never stale.
pub(super) const COLUMNS: &str = "c.id, c.number, c.project_key, c.title, c.type AS kind, c.priority, c.requester, c.team, c.assignee, c.status, c.stage,
    c.stage_entered_at, c.breaking, c.risk, c.steps_done, c.steps_total, c.current_step_title,
    CASE c.status
      WHEN 'on-hold' THEN 'On hold: ' || coalesce(c.status_reason, 'no reason given')
      WHEN 'open' THEN (SELECT 'Waits for ' || string_agg('CHG-' || o.number, ', ' ORDER BY o.number)
                        FROM change_dependencies d JOIN change_requests o ON o.id = d.depends_on
                        WHERE d.change_id = c.id AND o.ended_at IS NULL)
    END AS blocked,
    c.created_at, c.updated_at, c.version";

/// A row of the list.
#[derive(sqlx::FromRow)]
pub(super) struct SummaryRow {
    id: Uuid,
    number: i64,
    project_key: String,
    title: String,
    kind: String,
    priority: String,
    requester: String,
    team: String,
    assignee: Option<String>,
    status: String,
    stage: String,
    stage_entered_at: DateTime<Utc>,
    breaking: bool,
    risk: String,
    steps_done: i32,
    steps_total: i32,
    current_step_title: Option<String>,
    blocked: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    version: i64,
}

impl SummaryRow {
    /// The line people see.
    pub(super) fn summary(self) -> StoreResult<ChangeSummary> {
        Ok(ChangeSummary {
            id: self.id,
            number: self.number,
            project: self.project_key,
            title: self.title,
            kind: word(&self.kind)?,
            priority: word(&self.priority)?,
            requester: self.requester,
            team: self.team,
            assignee: self.assignee,
            status: word(&self.status)?,
            stage: word(&self.stage)?,
            stage_entered_at: self.stage_entered_at,
            breaking_change: self.breaking,
            risk: word(&self.risk)?,
            steps_done: self.steps_done,
            steps_total: self.steps_total,
            current_step: self.current_step_title,
            blocked: self.blocked,
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        })
    }
}
