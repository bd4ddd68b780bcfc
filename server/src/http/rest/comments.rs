//! Comments on a change.

use super::answer;
use crate::http::extract::{Expected, Json, Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::response::Response;
use domain::api::{ChangeDetail, ChangeRef};
use domain::change::{Command, Comment};
use serde::Deserialize;

/// A remark.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommentInput {
    /// Markdown.
    body: String,
}

/// All comments, oldest first.
#[utoipa::path(
    get, path = "/api/changes/{id}/comments", tag = "comments", operation_id = "listComments",
    params(("id" = String, Path, description = "UUID or `CHG-n`")),
    responses((status = 200, body = Vec<Comment>))
)]
pub async fn list(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
) -> ApiResult<axum::Json<Vec<Comment>>> {
    Ok(axum::Json(state.api.get(&actor, id.parse::<ChangeRef>()?).await?.comments))
}

/// Adds a comment.
#[utoipa::path(
    post, path = "/api/changes/{id}/comments", tag = "comments", operation_id = "addComment", request_body = CommentInput,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-Match" = Option<String>, Header)),
    responses((status = 201, body = ChangeDetail, headers(("Location" = String), ("ETag" = String))))
)]
pub async fn add(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    expected: Expected,
    Json(CommentInput { body }): Json<CommentInput>,
) -> ApiResult<Response> {
    let detail = answer::execute(&state, &actor, &id, expected, Command::Comment { body }).await?;
    Ok(answer::created(answer::change(&detail), &format!("/api/changes/{}/comments", detail.change.key())))
}
