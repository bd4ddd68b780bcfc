//! Board and dashboard.

use super::filter::{self, BoardParams};
use crate::http::extract::{Params, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::Json;
use axum::extract::State;
use domain::api::{Board, Dashboard};

/// Live changes by stage.
#[utoipa::path(get, path = "/api/board", tag = "overview", operation_id = "getBoard", params(BoardParams), responses((status = 200, body = Board)))]
pub async fn board(State(state): State<HttpState>, Who(actor): Who, params: Params) -> ApiResult<Json<Board>> {
    Ok(Json(state.api.board(&actor, &filter::board(params)?).await?))
}

/// What needs the actor, figures, active changes.
#[utoipa::path(
    get, path = "/api/dashboard", tag = "overview", operation_id = "getDashboard",
    params(("project" = Option<String>, Query, description = "Project key")),
    responses((status = 200, body = Dashboard))
)]
pub async fn dashboard(
    State(state): State<HttpState>,
    Who(actor): Who,
    mut params: Params,
) -> ApiResult<Json<Dashboard>> {
    let project = params.one("project");
    params.finish()?;
    Ok(Json(state.api.dashboard(&actor, project.as_deref()).await?))
}
