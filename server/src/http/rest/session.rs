//! The actor and their sessions.

use super::answer;
use crate::http::client::Client;
use crate::http::cookies;
use crate::http::extract::{Json, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::AppError;
use domain::api::{Credentials, Me, Session, SessionInfo};
use serde::{Deserialize, Serialize};

/// What a person types to sign in.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignIn {
    /// User name.
    name: String,
    /// Password.
    #[schema(format = Password)]
    password: String,
}

/// A session that began; its secret is in the cookie alone.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Begun {
    /// User name.
    user: String,
    /// When it ends, unless it is used before.
    expires_at: DateTime<Utc>,
}

/// 201 with the cookie.
pub fn begun(session: &Session, secure: bool) -> Response {
    let body = Begun { user: session.user.clone(), expires_at: session.expires_at };
    let response = answer::created(axum::Json(body).into_response(), "/api/me");
    with_cookie(response, cookies::session(session, secure))
}

fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn ended(secure: bool) -> Response {
    with_cookie(StatusCode::NO_CONTENT.into_response(), cookies::end(secure))
}

/// Who the actor is and what they may do.
#[utoipa::path(get, path = "/api/me", tag = "session", operation_id = "getMe", responses((status = 200, body = Me)))]
pub async fn me(State(state): State<HttpState>, Who(actor): Who) -> ApiResult<axum::Json<Me>> {
    Ok(axum::Json(state.api.me(&actor).await?))
}

/// Starts a session; its cookie is in `Set-Cookie`.
#[utoipa::path(
    post, path = "/api/session", tag = "session", operation_id = "signIn", request_body = SignIn, security(()),
    responses((status = 201, body = Begun, headers(("Set-Cookie" = String))))
)]
pub async fn sign_in(
    State(state): State<HttpState>,
    client: Client,
    Json(SignIn { name, password }): Json<SignIn>,
) -> ApiResult<Response> {
    let session = state.api.sign_in(&Credentials { name, password }, &client.peer, &client.agent).await?;
    Ok(begun(&session, state.config.secure()))
}

/// Ends the session of the cookie.
#[utoipa::path(delete, path = "/api/session", tag = "session", operation_id = "signOut", responses((status = 204)))]
pub async fn sign_out(State(state): State<HttpState>, client: Client) -> ApiResult<Response> {
    let Some(secret) = client.session().filter(|_| !client.actor.is_anonymous()) else {
        let token = AppError::Conflict("A token has no session; revoke it under /api/tokens.".to_owned());
        return Err(if client.actor.is_anonymous() { AppError::Unauthenticated } else { token }.into());
    };
    state.api.sign_out(secret).await?;
    Ok(ended(state.config.secure()))
}

/// The actor's sessions.
#[utoipa::path(get, path = "/api/sessions", tag = "session", operation_id = "listSessions", responses((status = 200, body = Vec<SessionInfo>)))]
pub async fn list(State(state): State<HttpState>, client: Client) -> ApiResult<axum::Json<Vec<SessionInfo>>> {
    Ok(axum::Json(state.api.sessions(&client.actor, client.session().unwrap_or_default()).await?))
}

/// Ends all sessions of the actor, this one included.
#[utoipa::path(delete, path = "/api/sessions", tag = "session", operation_id = "signOutEverywhere", responses((status = 204)))]
pub async fn sign_out_everywhere(State(state): State<HttpState>, Who(actor): Who) -> ApiResult<Response> {
    state.api.sign_out_everywhere(&actor).await?;
    Ok(ended(state.config.secure()))
}
