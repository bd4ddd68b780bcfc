//! Errors on the wire: RFC 9457 `application/problem+json`.

mod convert;
mod kinds;
mod middleware;
mod reply;

pub use convert::status as status_of;
pub use kinds::page;
pub use middleware::dress;

use axum::http::{HeaderName, HeaderValue, StatusCode};
use domain::Problem;
use serde::Serialize;

/// Media type of every error of the API.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The body of an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProblemDetails {
    /// `/problems/<code>`: what kind of error it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind, for people.
    pub title: String,
    /// The response's status.
    pub status: u16,
    /// What went wrong here, for people.
    pub detail: String,
    /// Path of the request.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instance: String,
    /// Everything that is wrong with the input.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// Unmet prerequisites, each with what to do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// An error as handlers return it.
#[derive(Clone, Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    detail: String,
    problems: Vec<Problem>,
    reasons: Vec<String>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl ApiError {
    /// An error of this kind.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), problems: Vec::new(), reasons: Vec::new(), headers: Vec::new() }
    }
    /// 400: the request cannot be read.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", detail)
    }
    /// 400: these parameters or headers are wrong.
    pub fn parameters(problems: Vec<Problem>) -> Self {
        let detail = problems.iter().map(|p| p.message.as_str()).collect::<Vec<_>>().join(" ");
        Self { problems, ..Self::malformed(detail) }
    }
    /// 403: the request may come from another site.
    pub fn cross_site() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "cross-site",
            "The request may come from another site. Send it from a page of this server, or with an API token and without cookies.",
        )
    }
    /// 412: the thing moved on.
    pub fn precondition(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "precondition-failed", detail)
    }
    /// 413: the body is larger than allowed, bytes.
    pub fn too_large(limit: usize) -> Self {
        let limit = engine::size(limit);
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            format!("This is too large: at most {limit} can be sent at once."),
        )
    }
    /// Adds a header to the response.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        if let Ok(value) = HeaderValue::try_from(value.into()) {
            self.headers.push((name, value));
        }
        self
    }
    /// The response's status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
    /// What went wrong, for people.
    pub fn detail(&self) -> &str {
        &self.detail
    }
    /// The kind, for people.
    pub fn title(&self) -> &'static str {
        kinds::title(self.code)
    }
}

/// Result of every handler.
pub type ApiResult<T> = Result<T, ApiError>;
