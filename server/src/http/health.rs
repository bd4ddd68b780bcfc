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

/// Database, schema and disk; 503 with a reason where the server cannot do its work. Nothing is written.
pub async fn readyz(State(state): State<HttpState>) -> Response {
    let readiness = &state.readiness;
    let (writes, lack) = tokio::join!(readiness.takes_writes(), readiness.lack_of_space());
    let (database, migrations) = (writes == Some(true), readiness.is_migrated());
    let reason = match (writes, migrations, lack) {
        (None, ..) => Some("The database does not answer.".to_owned()),
        (Some(false), ..) => Some("The database takes no writes: it is read-only or a standby.".to_owned()),
        (_, false, _) => Some("The schema is being brought up to date.".to_owned()),
        (.., Some(free)) => {
            let free = engine::size(usize::try_from(free).unwrap_or(usize::MAX));
            Some(format!("The disk of the data folder has {free} left. Free some space."))
        }
        _ => None,
    };
    let word = |ok: bool| if ok { "ok" } else { "failed" };
    let status = if reason.is_none() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let mut body = json!({
        "status": word(reason.is_none()), "database": word(database), "migrations": word(migrations), "space": word(lack.is_none()),
    });
    if let Some(reason) = reason {
        body["reason"] = reason.into();
    }
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
