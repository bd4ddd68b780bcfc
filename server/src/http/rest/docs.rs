//! The OpenAPI document, and a page to read it and try it out.

use crate::http::state::HttpState;
use crate::openapi;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// The page sets styles by attribute, which the other pages do not.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
                      frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
const DOCUMENT: &str = "/api/openapi.json";

/// `/api/openapi.json` and `/api/docs`.
pub fn router() -> Router<HttpState> {
    let page: Router<HttpState> =
        SwaggerUi::new("/api/docs").config(Config::new([DOCUMENT]).validator_url("none")).into();
    page.layer(from_fn(policy)).route(DOCUMENT, get(document))
}

async fn document() -> Json<&'static utoipa::openapi::OpenApi> {
    Json(openapi::document())
}

async fn policy(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
