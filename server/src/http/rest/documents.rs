//! Uploaded evidence.

use super::answer;
use crate::http::extract::{Path, Who, is_known};
use crate::http::problem::{ApiError, ApiResult};
use crate::http::state::HttpState;
use axum::Json;
use axum::body::Body;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::AppError;
use domain::api::{ChangeRef, NewDocument};
use domain::change::DocumentRef;
use uuid::Uuid;

/// A file is never shown in this site's name.
const SANDBOX: &str = "default-src 'none'; sandbox";

/// The form.
#[derive(utoipa::ToSchema)]
#[allow(dead_code)]
pub struct Upload {
    /// The file; name and media type come from the part's headers.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Stores a file with a change, to be named as evidence afterwards. A form without scripts is sent back to its page.
#[utoipa::path(
    post, path = "/api/changes/{id}/documents", tag = "documents", operation_id = "uploadDocument",
    request_body(content = Upload, content_type = "multipart/form-data"),
    params(("id" = String, Path, description = "UUID or `CHG-n`")),
    responses((status = 201, body = DocumentRef, headers(("Location" = String))))
)]
pub async fn upload(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> ApiResult<Response> {
    let change: ChangeRef = id.parse()?;
    // Refused before the form is read.
    if actor.is_anonymous() {
        return Err(AppError::Unauthenticated.into());
    }
    let form = form.map_err(|_| {
        ApiError::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            "Send the file as `multipart/form-data`.",
        )
    })?;
    let document = read(form, state.config.max_upload_bytes()).await?;
    // Never closed, so the turn always comes.
    let turn = state.uploads.acquire().await.ok();
    let stored = state.api.upload(&actor, change, document).await?;
    drop(turn);
    if wants_page(&headers) {
        return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, format!("/changes/{change}"))]).into_response());
    }
    let location = format!("/api/changes/{change}/documents/{}", stored.id);
    Ok(answer::created(Json(stored).into_response(), &location))
}

async fn read(mut form: Multipart, limit: usize) -> ApiResult<NewDocument> {
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large(limit),
        _ => ApiError::malformed("The form cannot be read."),
    };
    let mut document = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") || document.is_some() {
            return Err(AppError::invalid("/file", "document.form", "Send one file, in the field `file`.").into());
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let media_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
        // Not copied: nobody else holds these bytes.
        let content = Vec::from(field.bytes().await.map_err(broken)?);
        document = Some(NewDocument { name, media_type, content });
    }
    document.ok_or_else(|| AppError::invalid("/file", "document.required", "Choose a file.").into())
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"))
}

/// A file as it was uploaded.
#[utoipa::path(
    get, path = "/api/changes/{id}/documents/{documentId}", tag = "documents", operation_id = "downloadDocument",
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("documentId" = Uuid, Path)),
    responses((status = 200, content_type = "application/octet-stream", headers(("ETag" = String, description = "SHA-256 of the content"))))
)]
pub async fn download(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path((id, document)): Path<(String, Uuid)>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let (document, content) = state.api.download(&actor, id.parse::<ChangeRef>()?, document).await?;
    let tag = format!("\"{}\"", document.sha256);
    if is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let media_type =
        HeaderValue::from_str(&document.media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let mut response = Body::from(content).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    let response = answer::with(response, header::CONTENT_DISPOSITION, &attachment(&document.name));
    let response = answer::with(response, header::CACHE_CONTROL, "private, no-cache");
    Ok(answer::with(response, header::ETAG, &tag))
}

/// RFC 6266: a plain name for old clients, the exact one for the others.
fn attachment(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", answer::segment(name))
}
