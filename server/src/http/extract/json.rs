//! A JSON body.

use crate::http::problem::ApiError;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use domain::AppError;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_path_to_error::{Path, Segment};

/// Reads a body as JSON: 415 for another media type, 400 for what is not JSON, 422 with a pointer for wrong members.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;
    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !is_json(kind) {
            return Err(ApiError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "Send the body as `application/json`.",
            ));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| ApiError::malformed("The request's body ended too early."))?;
        parse(&bytes).map(Self)
    }
}

fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|e| ApiError::malformed(format!("The body is not UTF-8 from byte {} on.", e.valid_up_to())))?;
    if text.trim().is_empty() {
        return Err(ApiError::malformed("The body is empty; send a JSON document."));
    }
    // What is no JSON at all is malformed, whatever members come before the fault.
    serde_json::from_str::<IgnoredAny>(text).map_err(|e| explain(&e, ""))?;
    if !text.trim_start().starts_with('{') {
        return Err(AppError::invalid("", "value.type", "Send a JSON object.").into());
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|e| {
        let at = pointer(e.path());
        explain(e.inner(), &at)
    })?;
    reader.end().map_err(|e| explain(&e, ""))?;
    Ok(value)
}

fn explain(error: &serde_json::Error, pointer: &str) -> ApiError {
    let place = format!("line {}, column {}", error.line(), error.column());
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(m, _)| m);
    if error.is_data() {
        let pointer = &with_member(pointer, message);
        let what = if pointer.is_empty() { String::new() } else { format!("`{pointer}`: ") };
        AppError::invalid(pointer, code(message), format!("{what}{message} ({place}).")).into()
    } else {
        ApiError::malformed(format!("The body is not valid JSON at {place}: {message}."))
    }
}

/// Of a missing or repeated member, the reader names the object alone.
fn with_member(pointer: &str, message: &str) -> String {
    let name = ["missing field `", "duplicate field `"]
        .iter()
        .find_map(|m| message.strip_prefix(m))
        .and_then(|m| m.split('`').next());
    match name {
        Some(name) if !pointer.ends_with(&format!("/{name}")) => format!("{pointer}/{name}"),
        _ => pointer.to_owned(),
    }
}

fn code(message: &str) -> &'static str {
    match message {
        m if m.starts_with("unknown field") => "member.unknown",
        m if m.starts_with("missing field") => "member.required",
        m if m.starts_with("duplicate field") => "member.duplicate",
        m if m.starts_with("unknown variant") => "value.unknown",
        _ => "value.type",
    }
}

/// RFC 6901.
fn pointer(path: &Path) -> String {
    let mut out = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => out.push_str(&format!("/{index}")),
            Segment::Map { key } => out.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::intake::ChangeInput;

    fn refused(body: &[u8]) -> serde_json::Value {
        let error = parse::<ChangeInput>(body).err().unwrap();
        serde_json::to_value(error.details("")).unwrap()
    }

    #[test]
    fn what_is_not_json_is_malformed_with_its_place() {
        let deep = "[".repeat(100_000);
        for body in [
            &b""[..],
            b" ",
            b"{",
            b"{\"title\":}",
            b"{} {}",
            b"\xff\xfe",
            b"{\"title\": \"\xc3\x28\"}",
            b"{'a': 1}",
            deep.as_bytes(),
        ] {
            let problem = refused(body);
            assert_eq!(problem["status"], 400, "{problem}");
        }
        assert!(refused(b"{\n  \"title\": oops }")["detail"].as_str().unwrap().contains("line 2, column"));
    }

    #[test]
    fn wrong_members_have_a_pointer() {
        for (body, pointer, code) in [
            (r#"["shop", "Title"]"#, "", "value.type"),
            (r#"{"titel": "x"}"#, "/titel", "member.unknown"),
            (r#"{"title": 3}"#, "/title", "value.type"),
            (r#"{"title": "a", "title": "b"}"#, "/title", "member.duplicate"),
            (r#"{"metadata": {"affectedTables": ["a", 2]}}"#, "/metadata/affectedTables/1", "value.type"),
            (r#"{"metadata": {"x/y~z": 1}}"#, "/metadata/x~1y~0z", "member.unknown"),
        ] {
            let problem = refused(body.as_bytes());
            assert_eq!(problem["status"], 422, "{problem}");
            assert_eq!(
                (problem["problems"][0]["pointer"].as_str(), problem["problems"][0]["code"].as_str()),
                (Some(pointer), Some(code)),
                "{problem}"
            );
        }
    }
}
