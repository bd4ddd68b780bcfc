//! Approvals of a change.

use super::answer;
use crate::http::extract::{Expected, Json, Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::response::Response;
use domain::api::{ChangeDetail, ChangeRef};
use domain::change::{Approval, Command};
use domain::words::Decision;
use serde::Deserialize;

/// What an approver says.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionInput {
    /// Approval step.
    step: String,
    /// Yes, or not yet.
    decision: Decision,
    /// Free text.
    #[serde(default)]
    note: Option<String>,
    /// The change's `digest` that the approver saw; another one by now is a conflict.
    #[serde(default)]
    digest: Option<String>,
}

/// All approvals of a change, oldest first.
#[utoipa::path(
    get, path = "/api/changes/{id}/approvals", tag = "approvals", operation_id = "listApprovals",
    params(("id" = String, Path, description = "UUID or `CHG-n`")),
    responses((status = 200, body = Vec<Approval>))
)]
pub async fn list(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
) -> ApiResult<axum::Json<Vec<Approval>>> {
    Ok(axum::Json(state.api.get(&actor, id.parse::<ChangeRef>()?).await?.approvals))
}

/// Approves, or asks for changes.
#[utoipa::path(
    post, path = "/api/changes/{id}/approvals", tag = "approvals", operation_id = "decide", request_body = DecisionInput,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-Match" = Option<String>, Header)),
    responses((status = 201, body = ChangeDetail, headers(("Location" = String), ("ETag" = String))))
)]
pub async fn decide(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    expected: Expected,
    Json(DecisionInput { step, decision, note, digest }): Json<DecisionInput>,
) -> ApiResult<Response> {
    let command = Command::Approve { step, decision, note, digest };
    let detail = answer::execute(&state, &actor, &id, expected, command).await?;
    Ok(answer::created(answer::change(&detail), &format!("/api/changes/{}/approvals", detail.change.key())))
}
