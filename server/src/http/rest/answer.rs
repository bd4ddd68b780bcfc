//! Answers that several operations share.

use crate::http::extract::{Expected, etag};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::api::{ChangeDetail, ChangeRef, Page};
use domain::change::Command;
use domain::{Actor, AppError};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

/// What needs no escape in an address (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Adds a header; nothing where the value cannot stand in one.
pub fn with(mut response: Response, name: HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(name, value);
    }
    response
}

/// A value with its version as `ETag`. It differs by actor: only the client itself may keep it, and must ask again.
pub fn versioned(value: &impl Serialize, version: i64) -> Response {
    let response = with(Json(value).into_response(), header::ETAG, &etag(version));
    let response = with(response, header::CACHE_CONTROL, "private, no-cache");
    with(response, header::VARY, "authorization, cookie")
}

/// A change.
pub fn change(detail: &ChangeDetail) -> Response {
    versioned(detail, detail.change.version)
}

/// 201 with the address of what was made.
pub fn created(mut response: Response, location: &str) -> Response {
    *response.status_mut() = StatusCode::CREATED;
    with(response, header::LOCATION, location)
}

/// One part of a path.
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A page of a list, with the address of the next one.
pub fn page<T: Serialize>(page: &Page<T>, uri: &Uri) -> Response {
    let response = Json(page).into_response();
    let Some(next) = &page.next else { return response };
    let others =
        uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
    let query: Vec<String> = others.map(str::to_owned).chain([format!("cursor={}", segment(next))]).collect();
    with(response, header::LINK, &format!("<{}?{}>; rel=\"next\"", uri.path(), query.join("&")))
}

/// Carries out a command and answers with the change as it is then; 412 where `If-Match` no longer holds.
///
/// # Errors
/// Those of the use case.
pub async fn execute(
    state: &HttpState,
    actor: &Actor,
    id: &str,
    expected: Expected,
    command: Command,
) -> ApiResult<ChangeDetail> {
    let change: ChangeRef = id.parse()?;
    match state.api.execute(actor, change, expected.0, command).await {
        Ok(detail) => Ok(detail),
        Err(error @ AppError::Conflict(_)) if expected.0.is_some() => {
            let now = state.api.get(actor, change).await.ok().map(|detail| detail.change.version);
            Err(expected.explain(error, now))
        }
        Err(error) => Err(error.into()),
    }
}
