//! `/healthz`: the process lives. `/readyz`: it can do its work.

use super::state::HttpState;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// The process answers.
pub async fn healthz() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(json!({ "status": "ok" }))).into_response()
}

/// Database and schema; 503 where one is missing.
pub async fn readyz(State(state): State<HttpState>) -> Response {
    let database = state.readiness.database_answers().await;
    let migrations = state.readiness.is_migrated();
    let word = |ok: bool| if ok { "ok" } else { "failed" };
    let ready = database && migrations;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({ "status": word(ready), "database": word(database), "migrations": word(migrations) });
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
