//! Lists of changes: their parameters.

use crate::http::extract::Params;
use crate::http::problem::ApiResult;
use domain::api::{ChangeFilter, Sort};
use domain::words::{ChangeType, Priority, Stage, WorkflowStatus};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;

/// Documents what [`list`] reads. Lists are repeated or separated by commas.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub struct BoardParams {
    /// Project key.
    project: Option<String>,
    /// Any of these change types.
    r#type: Option<Vec<ChangeType>>,
    /// Any of these priorities.
    priority: Option<Vec<Priority>>,
    /// Affected component.
    component: Option<String>,
    /// Team.
    team: Option<String>,
    /// User name, or `none`.
    assignee: Option<String>,
    /// User name.
    requester: Option<String>,
    /// Breaking or not.
    breaking: Option<bool>,
    /// Touched table.
    table: Option<String>,
    /// Words in number, title or description.
    text: Option<String>,
}

/// The same, for the list alone.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub struct ListParams {
    /// Any of these.
    status: Option<Vec<WorkflowStatus>>,
    /// Any of these.
    stage: Option<Vec<Stage>>,
    /// Order; `-` is descending.
    sort: Option<Sort>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// 1 to 200; 50 if left out.
    limit: Option<u32>,
}

fn common(params: &mut Params) -> ChangeFilter {
    ChangeFilter {
        project: params.one("project"),
        kind: params.many::<ChangeType>("type"),
        priority: params.many::<Priority>("priority"),
        component: params.one("component"),
        team: params.one("team"),
        assignee: params.one("assignee"),
        requester: params.one("requester"),
        breaking: params.parsed("breaking", "`true` or `false`"),
        table: params.one("table"),
        text: params.one("text"),
        ..ChangeFilter::default()
    }
}

/// Filter of the board.
///
/// # Errors
/// 400.
pub fn board(mut params: Params) -> ApiResult<ChangeFilter> {
    let filter = common(&mut params);
    params.finish()?;
    Ok(filter)
}

/// Filter of the list.
///
/// # Errors
/// 400.
pub fn list(mut params: Params) -> ApiResult<ChangeFilter> {
    let mut filter = common(&mut params);
    filter.status = params.many::<WorkflowStatus>("status");
    filter.stage = params.many::<Stage>("stage");
    filter.cursor = params.one("cursor");
    filter.limit = limit(&mut params);
    if let Some(text) = params.one("sort") {
        match Sort::deserialize(IntoDeserializer::<Error>::into_deserializer(text.as_str())) {
            Ok(sort) => filter.sort = sort,
            Err(_) => {
                params.refuse("sort", "`sort` must be one of: -updated, updated, -number, number, -priority, -stage.")
            }
        }
    }
    params.finish()?;
    Ok(filter)
}

/// Size of a page.
pub fn limit(params: &mut Params) -> Option<u32> {
    let limit = params.parsed::<u32>("limit", "a number from 1 to 200");
    if limit.is_some_and(|n| !(1..=200).contains(&n)) {
        params.refuse("limit", "`limit` must be a number from 1 to 200.");
    }
    limit
}
