//! Gives every error its final form: problem+json with the request's path, or a page where a browser asks for one.

use super::{ApiError, convert};
use crate::http::error_pages;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// The middleware. Errors that the framework or a layer made without a body of ours get one here.
pub async fn dress(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let page = wants_page(&path, request.headers());
    let response = next.run(request).await;
    let status = response.status();
    let error = match response.extensions().get::<ApiError>() {
        Some(error) => error.clone(),
        None if is_bare_error(status, response.headers()) => convert::of_status(status),
        None => return response,
    };
    let mut dressed = if page { error_pages::page(&error) } else { error.reply(&path) };
    // `Allow`, `Retry-After`, cookies and the like stay; how the body was written that is replaced does not.
    let of_body = [header::CONTENT_ENCODING, header::CONTENT_LENGTH, header::TRANSFER_ENCODING];
    for (name, value) in response.headers() {
        if !dressed.headers().contains_key(name) && !of_body.contains(name) {
            dressed.headers_mut().append(name, value.clone());
        }
    }
    dressed
}

fn wants_page(path: &str, headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"));
    accepts && !path.starts_with("/api/")
}

/// An error with no text, or with plain text: nothing that a handler of ours wrote.
fn is_bare_error(status: StatusCode, headers: &HeaderMap) -> bool {
    let error = status.is_client_error() || status.is_server_error();
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("text/plain");
    error && kind.starts_with("text/plain")
}
