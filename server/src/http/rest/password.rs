//! Passwords: the first one by a one-time link, later ones by the one before.

use super::session::{Begun, begun};
use crate::http::client::Client;
use crate::http::extract::Json;
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// A one-time link with the password to set.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Redemption {
    /// Last part of the link.
    link: String,
    /// At least 12 characters.
    #[schema(format = Password)]
    password: String,
}

/// The password and its successor.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordChange {
    /// Now.
    #[schema(format = Password)]
    current: String,
    /// At least 12 characters.
    #[schema(format = Password)]
    new: String,
}

/// Sets the first password by a one-time link and starts a session.
#[utoipa::path(
    post, path = "/api/session/link", tag = "session", operation_id = "redeemLink", request_body = Redemption, security(()),
    responses((status = 201, body = Begun, headers(("Set-Cookie" = String))))
)]
pub async fn redeem_link(
    State(state): State<HttpState>,
    client: Client,
    Json(input): Json<Redemption>,
) -> ApiResult<Response> {
    let session = state.api.redeem_link(&input.link, &input.password, &client.agent).await?;
    Ok(begun(&session, state.config.secure()))
}

/// Sets another password; ends all other sessions.
#[utoipa::path(put, path = "/api/me/password", tag = "session", operation_id = "changePassword", request_body = PasswordChange, responses((status = 204)))]
pub async fn change(
    State(state): State<HttpState>,
    client: Client,
    Json(input): Json<PasswordChange>,
) -> ApiResult<StatusCode> {
    state.api.change_password(&client.actor, &input.current, &input.new, client.session().unwrap_or_default()).await?;
    Ok(StatusCode::NO_CONTENT)
}
