//! From an error to a response.

use super::{ApiError, MEDIA_TYPE, ProblemDetails};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

impl ApiError {
    /// The body.
    pub fn details(&self, instance: &str) -> ProblemDetails {
        ProblemDetails {
            kind: format!("/problems/{}", self.code),
            title: self.title().to_owned(),
            status: self.status.as_u16(),
            detail: self.detail.clone(),
            instance: instance.to_owned(),
            problems: self.problems.clone(),
            reasons: self.reasons.clone(),
        }
    }

    /// The response for a request of this path.
    pub fn reply(&self, instance: &str) -> Response {
        let mut response = (self.status, axum::Json(self.details(instance))).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.headers_mut().extend(self.headers.iter().cloned());
        response
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.reply("");
        // `dress` writes it again with the request's path, or as a page.
        response.extensions_mut().insert(self);
        response
    }
}
