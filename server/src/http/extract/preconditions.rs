//! `If-Match` and `If-None-Match`: versions as entity tags, `"v3"`.

use crate::http::problem::ApiError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use domain::{AppError, Problem};

/// The version that the client saw, from `If-Match`; `None` without the header or with `*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected(pub Option<i64>);

impl<S: Sync> FromRequestParts<S> for Expected {
    type Rejection = ApiError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let mut values = parts.headers.get_all(header::IF_MATCH).iter();
        let Some(value) = values.next() else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        match version(text) {
            _ if text == "*" => Ok(Self(None)),
            Some(version) if values.next().is_none() => Ok(Self(Some(version))),
            // A tag by its form, and none that this server gives: nothing has it.
            _ if is_tag(text) => Err(ApiError::precondition("`If-Match` names a version that there never was.")),
            _ => Err(ApiError::parameters(vec![Problem::new(
                "If-Match",
                "if-match.syntax",
                "Send one `ETag` of an earlier answer as `If-Match`, with its quotes, e.g. `\"v3\"`.",
            )])),
        }
    }
}

impl Expected {
    /// 412 where a conflict came from this precondition: the thing is at another version by now.
    pub fn explain(self, error: AppError, now: Option<i64>) -> ApiError {
        match (self.0, now, &error) {
            (Some(expected), Some(now), AppError::Conflict(why)) if expected != now => {
                ApiError::precondition(why.clone())
            }
            _ => error.into(),
        }
    }
}

/// One entity tag as RFC 9110 (8.8.3) writes it.
fn is_tag(text: &str) -> bool {
    let opaque = text.strip_prefix("W/").unwrap_or(text).strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    opaque.is_some_and(|t| t.bytes().all(|b| b != b'"' && b.is_ascii_graphic()))
}

fn version(tag: &str) -> Option<i64> {
    tag.trim_start_matches("W/").strip_prefix("\"v")?.strip_suffix('"')?.parse().ok()
}

/// The entity tag of a version.
pub fn etag(version: i64) -> String {
    format!("\"v{version}\"")
}

/// True where the client has this version already.
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    values.flat_map(|v| v.split(',')).map(str::trim).any(|v| v == "*" || v.trim_start_matches("W/") == tag)
}
