//! A page for errors that happen before the app can render one: the database is away, the request came from elsewhere.

use super::problem::ApiError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write as _;

/// The error as a document without scripts.
pub fn page(error: &ApiError) -> Response {
    let style = crate::site::names()
        .map(|names| format!("<link rel=\"stylesheet\" href=\"{}\">", names.css))
        .unwrap_or_default();
    let title = escape(error.title());
    let mut html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} · Change management</title>{style}</head><body><main class=\"failure\"><h1>{title}</h1>"
    );
    // What is gone does not come back.
    let again = if error.status() == StatusCode::GONE { "" } else { "<a href=\"\">Try again</a> · " };
    // Writing to a string cannot fail.
    let _ = write!(
        html,
        "<p>{}</p><p>{again}<a href=\"/\">Start page</a></p></main></body></html>",
        escape(error.detail())
    );
    let mut response = (error.status(), html).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
