//! What is refused before anybody looks at it: unknown hosts and bodies that are too large.

use super::problem::ApiError;
use super::state::HttpState;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;

/// Largest body but for uploads.
pub const MAX_BODY: usize = 1024 * 1024;
/// What a multipart body has besides the file.
const MULTIPART_OVERHEAD: usize = 64 * 1024;

/// Refuses names that this server was not given. A server that listens on this machine alone has none but `localhost`: a
/// page whose name is made to point here (DNS rebinding) must not reach it.
pub async fn host(State(state): State<HttpState>, request: Request, next: Next) -> Response {
    let local_only = state.config.listen.ip().is_loopback();
    let name = request.uri().authority().map(ToString::to_string).or_else(|| text(request.headers(), header::HOST));
    let known = name.is_none_or(|name| is_known(&name, state.config.public_host(), local_only));
    if known {
        return next.run(request).await;
    }
    let detail =
        "This server does not answer to that name. Set `public-url` to the address under which people reach it.";
    ApiError::new(StatusCode::MISDIRECTED_REQUEST, "misdirected", detail).into_response()
}

fn is_known(asked: &str, public_host: Option<&str>, local_only: bool) -> bool {
    let bare = |name: &str| {
        let name = name
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
            .map_or(name, |(host, _)| host);
        name.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase()
    };
    let asked = bare(asked);
    asked == "localhost" || asked.parse::<IpAddr>().is_ok() || public_host.map_or(!local_only, |own| bare(own) == asked)
}

/// Reads the body whole, within its limit. That of an upload is left to its handler, which reads it as it comes.
pub async fn body(State(state): State<HttpState>, mut request: Request, next: Next) -> Response {
    let multipart = text(request.headers(), header::CONTENT_TYPE).is_some_and(|t| t.starts_with("multipart/form-data"));
    let upload = multipart && request.uri().path().ends_with("/documents");
    let most = if upload { state.config.max_upload_bytes() } else { MAX_BODY };
    let limit = if upload { most + MULTIPART_OVERHEAD } else { most };
    let announced = text(request.headers(), header::CONTENT_LENGTH).and_then(|v| v.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return ApiError::too_large(most).into_response();
    }
    if upload {
        DefaultBodyLimit::max(limit).apply(&mut request);
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match to_bytes(body, limit).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(error) if format!("{error:?}").contains("LengthLimit") => ApiError::too_large(most).into_response(),
        Err(_) => ApiError::malformed("The request's body ended too early.").into_response(),
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn only_given_names_are_answered() {
        for (asked, public, local_only, known) in [
            ("localhost:3000", None, true, true),
            ("127.0.0.1:3000", None, true, true),
            ("[::1]:3000", None, true, true),
            ("evil.example:3000", None, true, false),
            ("evil.example", Some("c.example"), false, false),
            ("C.example:3000", Some("c.example"), true, true),
            ("any.example", None, false, true),
        ] {
            assert_eq!(is_known(asked, public, local_only), known, "{asked} {public:?} {local_only}");
        }
    }
}
