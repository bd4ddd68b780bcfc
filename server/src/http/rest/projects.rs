//! Projects and their rules.

use super::answer;
use crate::http::extract::{Expected, Json, Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::response::Response;
use domain::AppError;
use domain::api::ProjectInfo;
use domain::project::ProjectConfig;

/// Projects the actor sees, by name.
#[utoipa::path(get, path = "/api/projects", tag = "projects", operation_id = "listProjects", responses((status = 200, body = Vec<ProjectInfo>)))]
pub async fn list(State(state): State<HttpState>, Who(actor): Who) -> ApiResult<axum::Json<Vec<ProjectInfo>>> {
    Ok(axum::Json(state.api.projects(&actor).await?))
}

/// Makes a project.
#[utoipa::path(
    post, path = "/api/projects", tag = "projects", operation_id = "createProject", request_body = ProjectConfig,
    responses((status = 201, body = ProjectInfo, headers(("Location" = String), ("ETag" = String))))
)]
pub async fn create(
    State(state): State<HttpState>,
    Who(actor): Who,
    Json(config): Json<ProjectConfig>,
) -> ApiResult<Response> {
    let info = state.api.create_project(&actor, &config).await?;
    Ok(answer::created(answer::versioned(&info, info.version), &format!("/api/projects/{}", info.config.key)))
}

/// Reads a project.
#[utoipa::path(
    get, path = "/api/projects/{key}", tag = "projects", operation_id = "getProject", params(("key" = String, Path)),
    responses((status = 200, body = ProjectInfo, headers(("ETag" = String))))
)]
pub async fn get(State(state): State<HttpState>, Who(actor): Who, Path(key): Path<String>) -> ApiResult<Response> {
    let info = state.api.project(&actor, &key).await?;
    Ok(answer::versioned(&info, info.version))
}

/// Replaces a project's rules.
#[utoipa::path(
    put, path = "/api/projects/{key}", tag = "projects", operation_id = "updateProject", request_body = ProjectConfig,
    params(("key" = String, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ProjectInfo, headers(("ETag" = String))))
)]
pub async fn update(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(key): Path<String>,
    expected: Expected,
    Json(config): Json<ProjectConfig>,
) -> ApiResult<Response> {
    match state.api.update_project(&actor, &key, expected.0, &config).await {
        Ok(info) => Ok(answer::versioned(&info, info.version)),
        Err(error @ AppError::Conflict(_)) if expected.0.is_some() => {
            let now = state.api.project(&actor, &key).await.ok().map(|info| info.version);
            Err(expected.explain(error, now))
        }
        Err(error) => Err(error.into()),
    }
}
