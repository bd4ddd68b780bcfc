//! Create, read and operate on changes.

use super::views::{Board, ChangeDetail, ChangeSummary, Dashboard};
use crate::access::Actor;
use crate::change::Command;
use crate::error::{AppError, AppResult, Problem};
use crate::intake::{ChangeInput, RiskAssessment, ValidChange};
use crate::words::{ChangeType, Priority, Stage, WorkflowStatus};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A change by UUID or by `CHG-n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeRef {
    /// By id.
    Id(Uuid),
    /// By number.
    Number(i64),
}

impl FromStr for ChangeRef {
    type Err = AppError;
    fn from_str(s: &str) -> Result<Self, AppError> {
        let s = s.trim();
        let number = s
            .get(..4)
            .filter(|p| p.eq_ignore_ascii_case("CHG-"))
            .and_then(|_| s[4..].parse::<i64>().ok())
            .filter(|n| *n > 0);
        number
            .map(Self::Number)
            .or_else(|| Uuid::parse_str(s).ok().map(Self::Id))
            .ok_or_else(|| AppError::NotFound(format!("Change `{}`", s.chars().take(60).collect::<String>())))
    }
}

impl fmt::Display for ChangeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Number(n) => write!(f, "CHG-{n}"),
        }
    }
}

/// Orders of the list; ties are broken by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Sort {
    /// Last operation, newest first.
    #[default]
    #[serde(rename = "-updated")]
    Updated,
    /// Last operation, oldest first.
    #[serde(rename = "updated")]
    UpdatedAscending,
    /// Number, newest first.
    #[serde(rename = "-number")]
    Number,
    /// Number, oldest first.
    #[serde(rename = "number")]
    NumberAscending,
    /// Priority, most urgent first.
    #[serde(rename = "-priority")]
    Priority,
    /// Stage, furthest first.
    #[serde(rename = "-stage")]
    Stage,
}

/// Which changes to list. Empty lists and `None` do not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChangeFilter {
    /// Project key.
    pub project: Option<String>,
    /// Any of these.
    pub status: Vec<WorkflowStatus>,
    /// Any of these.
    pub stage: Vec<Stage>,
    /// Any of these.
    #[serde(rename = "type")]
    pub kind: Vec<ChangeType>,
    /// Any of these.
    pub priority: Vec<Priority>,
    /// Affected component.
    pub component: Option<String>,
    /// Team.
    pub team: Option<String>,
    /// User name, or `none`.
    pub assignee: Option<String>,
    /// User name.
    pub requester: Option<String>,
    /// Breaking or not.
    pub breaking: Option<bool>,
    /// Touched table, `table` or `schema.table`.
    pub table: Option<String>,
    /// Words in number, title or description.
    pub text: Option<String>,
    /// Order.
    pub sort: Sort,
    /// From the previous page.
    pub cursor: Option<String>,
    /// 1 to 200; 50 if left out.
    pub limit: Option<u32>,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// In order.
    pub items: Vec<T>,
    /// Give it as `cursor` for the next page; `None` on the last.
    pub next: Option<String>,
}

/// What a submission would do, without doing it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// Everything that is wrong; empty: it would be accepted.
    pub problems: Vec<Problem>,
    /// Team and why.
    pub team: Option<String>,
    /// Why that team.
    pub routing_reason: Option<String>,
    /// Risk with reasons.
    pub risk: Option<RiskAssessment>,
    /// Titles of the steps that would apply, by stage.
    pub steps: Vec<(Stage, String)>,
}

/// Use cases on changes.
#[async_trait]
pub trait Changes {
    /// Submits a change. The same `idempotency_key` by the same actor gives the same change again.
    async fn create(
        &self,
        actor: &Actor,
        input: &ChangeInput,
        idempotency_key: Option<&str>,
    ) -> AppResult<ChangeDetail>;
    /// Says what a submission would do.
    async fn preview(&self, actor: &Actor, input: &ChangeInput) -> AppResult<Preview>;
    /// Validates an edit of an existing change, for [`Command::Edit`].
    async fn validate_edit(&self, actor: &Actor, change: ChangeRef, input: &ChangeInput) -> AppResult<ValidChange>;
    /// Carries out a command. `expected` is the version the actor saw; a newer one is a conflict.
    async fn execute(
        &self,
        actor: &Actor,
        change: ChangeRef,
        expected: Option<i64>,
        command: Command,
    ) -> AppResult<ChangeDetail>;
    /// One change with everything the page shows.
    async fn get(&self, actor: &Actor, change: ChangeRef) -> AppResult<ChangeDetail>;
    /// A page of changes the actor may see.
    async fn list(&self, actor: &Actor, filter: &ChangeFilter) -> AppResult<Page<ChangeSummary>>;
    /// Live changes by stage; `filter`'s status, sort, cursor are ignored.
    async fn board(&self, actor: &Actor, filter: &ChangeFilter) -> AppResult<Board>;
    /// What needs the actor, figures, active changes.
    async fn dashboard(&self, actor: &Actor, project: Option<&str>) -> AppResult<Dashboard>;
}
