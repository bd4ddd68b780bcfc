//! What a validation looks for, and why.

use crate::http::extract::{Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::Json;
use axum::extract::State;
use domain::api::{RuleDetail, RuleInfo};

/// All rules, those on SQL first.
#[utoipa::path(get, path = "/api/rules", tag = "validation", operation_id = "listRules", responses((status = 200, body = Vec<RuleInfo>)))]
pub async fn list(State(state): State<HttpState>, Who(actor): Who) -> ApiResult<Json<Vec<RuleInfo>>> {
    Ok(Json(state.api.rules(&actor).await?))
}

/// A rule with its documentation and examples.
#[utoipa::path(
    get, path = "/api/rules/{name}", tag = "validation", operation_id = "getRule",
    params(("name" = String, Path, description = "Its name, or another tool's name for it")),
    responses((status = 200, body = RuleDetail))
)]
pub async fn get(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(name): Path<String>,
) -> ApiResult<Json<RuleDetail>> {
    Ok(Json(state.api.rule(&actor, &name).await?))
}
