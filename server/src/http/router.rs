//! All addresses, and the layers around them.

use super::problem::{ApiError, dress};
use super::state::HttpState;
use super::{auth, guard, headers, health, pages, rest};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::AppError;
use std::any::Any;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use uuid::Uuid;

/// Until the answer begins; uploads included.
const TIMEOUT: Duration = Duration::from_secs(60);
const ICON: &str = "/favicon.ico";

/// The whole server.
pub fn router(state: HttpState) -> Router {
    let known = Router::new()
        .merge(rest::router())
        .merge(pages::routes())
        .fallback(other)
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .layer(from_fn_with_state(state.clone(), guard::body))
        .layer(from_fn_with_state(state.clone(), auth::identify))
        // Nothing secret stands beside what a visitor can choose in a page, so its length gives nothing away.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/problems/{code}", get(super::problem::page))
        .merge(assets())
        .fallback_service(known.with_state(state.clone()))
        .layer(from_fn_with_state(state.clone(), guard::host))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, TIMEOUT))
        .layer(from_fn(dress))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .with_state(state)
}

/// The site's files: they need nobody to be known.
fn assets() -> Router<HttpState> {
    let files = crate::site::ASSETS
        .iter()
        .fold(Router::new(), |router, asset| router.route(asset.path, get(crate::site::serve)));
    if crate::site::get(ICON).is_some() { files } else { files.route(ICON, get(icon)) }
}

/// Browsers ask for it by themselves; the site may have its icon in another format only.
async fn icon(method: Method, headers: HeaderMap) -> Response {
    match crate::site::get("/favicon.svg") {
        Some(asset) => crate::site::reply(asset, &method, &headers),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}

/// What no route knows: a problem under `/api`, else the app's own page for it.
async fn other(state: State<HttpState>, client: super::client::Client, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") || path.starts_with("/pkg/") || *request.method() != Method::GET {
        return StatusCode::NOT_FOUND.into_response();
    }
    pages::missing(state, client, request).await
}

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let id = Uuid::now_v7().to_string();
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no text");
    tracing::error!(%id, panic = text, "a request panicked");
    ApiError::from(AppError::Internal(id)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn a_panic_is_a_problem_that_tells_nothing_but_an_id() {
        async fn broken() -> StatusCode {
            panic!("a secret")
        }
        let app: Router = Router::new()
            .route("/api/broken", get(broken))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn(dress));
        let response = app.oneshot(Request::get("/api/broken").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body: serde_json::Value =
            serde_json::from_slice(&to_bytes(response.into_body(), 10_000).await.unwrap()).unwrap();
        assert_eq!(
            (body["type"].as_str(), body["instance"].as_str()),
            (Some("/problems/internal"), Some("/api/broken"))
        );
        let id = body["detail"].as_str().unwrap().split(' ').next_back().unwrap().trim_end_matches('.');
        assert!(Uuid::parse_str(id).is_ok(), "{body}");
        assert!(!body.to_string().contains("secret"));
    }
}
