//! The actor's API tokens.

use super::answer;
use crate::http::extract::{Json, Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::api::{NewToken, SecretToken, TokenInfo};
use uuid::Uuid;

/// The actor's tokens.
#[utoipa::path(get, path = "/api/tokens", tag = "tokens", operation_id = "listTokens", responses((status = 200, body = Vec<TokenInfo>)))]
pub async fn list(State(state): State<HttpState>, Who(actor): Who) -> ApiResult<axum::Json<Vec<TokenInfo>>> {
    Ok(axum::Json(state.api.tokens(&actor).await?))
}

/// Makes a token; its secret is shown this once.
#[utoipa::path(
    post, path = "/api/tokens", tag = "tokens", operation_id = "createToken", request_body = NewToken,
    responses((status = 201, body = SecretToken, headers(("Location" = String))))
)]
pub async fn create(
    State(state): State<HttpState>,
    Who(actor): Who,
    Json(token): Json<NewToken>,
) -> ApiResult<Response> {
    let made = state.api.create_token(&actor, &token).await?;
    let location = format!("/api/tokens/{}", made.info.id);
    Ok(answer::created(axum::Json(made).into_response(), &location))
}

/// Revokes a token.
#[utoipa::path(
    delete, path = "/api/tokens/{tokenId}", tag = "tokens", operation_id = "revokeToken", params(("tokenId" = Uuid, Path)),
    responses((status = 204))
)]
pub async fn revoke(State(state): State<HttpState>, Who(actor): Who, Path(id): Path<Uuid>) -> ApiResult<StatusCode> {
    state.api.revoke_token(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
