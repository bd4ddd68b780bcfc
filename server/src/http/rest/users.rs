//! Users, for administrators.

use super::answer;
use crate::http::extract::{Expected, Json, Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::response::Response;
use domain::AppError;
use domain::api::{NewUser, UserInfo, UserUpdate};
use serde::Serialize;

/// A user that was made.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreatedUser {
    /// The user.
    #[serde(flatten)]
    user: UserInfo,
    /// Path of the one-time link by which they set their password, where none was given.
    link: Option<String>,
}

/// All users, by name.
#[utoipa::path(get, path = "/api/users", tag = "users", operation_id = "listUsers", responses((status = 200, body = Vec<UserInfo>)))]
pub async fn list(State(state): State<HttpState>, Who(actor): Who) -> ApiResult<axum::Json<Vec<UserInfo>>> {
    Ok(axum::Json(state.api.users(&actor).await?))
}

/// Makes a user.
#[utoipa::path(
    post, path = "/api/users", tag = "users", operation_id = "createUser", request_body = NewUser,
    responses((status = 201, body = CreatedUser, headers(("Location" = String), ("ETag" = String))))
)]
pub async fn create(State(state): State<HttpState>, Who(actor): Who, Json(user): Json<NewUser>) -> ApiResult<Response> {
    let (user, link) = state.api.create_user(&actor, &user).await?;
    let location = format!("/api/users/{}", answer::segment(&user.name));
    let version = user.version;
    Ok(answer::created(answer::versioned(&CreatedUser { user, link }, version), &location))
}

/// Alters a user; members left out stay.
#[utoipa::path(
    patch, path = "/api/users/{name}", tag = "users", operation_id = "updateUser", request_body = UserUpdate,
    params(
        ("name" = String, Path),
        ("If-Match" = Option<String>, Header, description = "`ETag` of an earlier answer: `\"v3\"` for version 3")
    ),
    responses((status = 200, body = UserInfo, headers(("ETag" = String))))
)]
pub async fn update(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(name): Path<String>,
    expected: Expected,
    Json(update): Json<UserUpdate>,
) -> ApiResult<Response> {
    match state.api.update_user(&actor, &name, expected.0, &update).await {
        Ok(user) => Ok(answer::versioned(&user, user.version)),
        Err(error @ AppError::Conflict(_)) if expected.0.is_some() => {
            let all = state.api.users(&actor).await.unwrap_or_default();
            Err(expected.explain(error, all.iter().find(|u| u.name == name).map(|u| u.version)))
        }
        Err(error) => Err(error.into()),
    }
}
