//! Changes: submit, list, read, edit.

use super::answer::{self, created};
use super::filter::{self, BoardParams, ListParams};
use crate::http::extract::{Expected, Json, Params, Path, Who, etag, is_known};
use crate::http::problem::{ApiError, ApiResult};
use crate::http::state::HttpState;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::AppError;
use domain::api::{ChangeDetail, ChangeRef, ChangeSummary, Page, Preview};
use domain::change::Command;
use domain::intake::ChangeInput;

/// Longest `Idempotency-Key`, characters.
const MAX_KEY: usize = 200;

/// Submits a change. The same `Idempotency-Key` gives the same change again.
#[utoipa::path(
    post, path = "/api/changes", tag = "changes", operation_id = "createChange", request_body = ChangeInput,
    params(("Idempotency-Key" = Option<String>, Header, description = "At most 200 printable characters, chosen by the client")),
    responses((status = 201, body = ChangeDetail, headers(("Location" = String), ("ETag" = String))))
)]
pub async fn create(
    State(state): State<HttpState>,
    Who(actor): Who,
    headers: HeaderMap,
    Json(input): Json<ChangeInput>,
) -> ApiResult<Response> {
    let key = match headers.get("idempotency-key").map(|v| v.to_str()) {
        None => None,
        Some(Ok(key)) if (1..=MAX_KEY).contains(&key.len()) => Some(key),
        Some(_) => return Err(ApiError::malformed("`Idempotency-Key` must have 1 to 200 printable characters.")),
    };
    let detail = state.api.create(&actor, &input, key).await?;
    Ok(created(answer::change(&detail), &format!("/api/changes/{}", detail.change.key())))
}

/// Lists changes.
#[utoipa::path(
    get, path = "/api/changes", tag = "changes", operation_id = "listChanges", params(BoardParams, ListParams),
    responses((status = 200, body = Page<ChangeSummary>, headers(("Link" = String, description = "`rel=\"next\"`, but on the last page"))))
)]
pub async fn list(
    State(state): State<HttpState>,
    Who(actor): Who,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> ApiResult<Response> {
    let page = state.api.list(&actor, &filter::list(params)?).await?;
    Ok(answer::page(&page, &uri))
}

/// Says what a submission would do, without doing it.
#[utoipa::path(
    post, path = "/api/changes/preview", tag = "changes", operation_id = "previewChange", request_body = ChangeInput,
    responses((status = 200, body = Preview))
)]
pub async fn preview(
    State(state): State<HttpState>,
    Who(actor): Who,
    Json(input): Json<ChangeInput>,
) -> ApiResult<axum::Json<Preview>> {
    Ok(axum::Json(state.api.preview(&actor, &input).await?))
}

/// Reads a change.
#[utoipa::path(
    get, path = "/api/changes/{id}", tag = "changes", operation_id = "getChange",
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-None-Match" = Option<String>, Header)),
    responses((status = 200, body = ChangeDetail, headers(("ETag" = String))), (status = 304, description = "The client has this version"))
)]
pub async fn get(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let detail = state.api.get(&actor, id.parse::<ChangeRef>()?).await?;
    let tag = etag(detail.change.version);
    if is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    Ok(answer::change(&detail))
}

/// Edits the request; voids approvals of what it was before.
#[utoipa::path(
    put, path = "/api/changes/{id}", tag = "changes", operation_id = "editChange", request_body = ChangeInput,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ChangeDetail, headers(("ETag" = String))))
)]
pub async fn edit(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    expected: Expected,
    Json(input): Json<ChangeInput>,
) -> ApiResult<Response> {
    let valid =
        state.api.validate_edit(&actor, id.parse()?, &input).await.map_err(|error: AppError| ApiError::from(error))?;
    let detail = answer::execute(&state, &actor, &id, expected, Command::Edit(Box::new(valid))).await?;
    Ok(answer::change(&detail))
}
