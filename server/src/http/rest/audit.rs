//! The audit trail.

use super::answer;
use super::filter::limit;
use crate::http::extract::{Params, Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use domain::api::{AuditQuery, ChangeRef, Page};
use domain::audit::{AuditEntry, AuditReport};

/// Documents what [`query`] reads.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub struct AuditParams {
    /// Project key.
    project: Option<String>,
    /// User name.
    actor: Option<String>,
    /// Action, or its first part, e.g. `step`.
    action: Option<String>,
    /// `next` of the page before.
    cursor: Option<String>,
    /// 1 to 200; 50 if left out.
    limit: Option<u32>,
}

fn query(mut params: Params) -> ApiResult<AuditQuery> {
    let query = AuditQuery {
        project: params.one("project"),
        actor: params.one("actor"),
        action: params.one("action"),
        cursor: params.one("cursor"),
        limit: limit(&mut params),
    };
    params.finish()?;
    Ok(query)
}

/// A change's own entries, newest first.
#[utoipa::path(
    get, path = "/api/changes/{id}/audit", tag = "audit", operation_id = "getChangeAudit",
    params(("id" = String, Path, description = "UUID or `CHG-n`"), AuditParams),
    responses((status = 200, body = Page<AuditEntry>, headers(("Link" = String))))
)]
pub async fn of_change(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> ApiResult<Response> {
    let page = state.api.history(&actor, id.parse::<ChangeRef>()?, &query(params)?).await?;
    Ok(answer::page(&page, &uri))
}

/// Entries of the projects the actor sees, newest first.
#[utoipa::path(
    get, path = "/api/audit", tag = "audit", operation_id = "listAudit", params(AuditParams),
    responses((status = 200, body = Page<AuditEntry>, headers(("Link" = String))))
)]
pub async fn list(
    State(state): State<HttpState>,
    Who(actor): Who,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> ApiResult<Response> {
    let page = state.api.entries(&actor, &query(params)?).await?;
    Ok(answer::page(&page, &uri))
}

/// Recomputes every chain of a project, or of all projects and the server.
#[utoipa::path(
    post, path = "/api/audit/verify", tag = "audit", operation_id = "verifyAudit",
    params(("project" = Option<String>, Query, description = "Project key; left out: everything (administrators)")),
    responses((status = 200, body = AuditReport))
)]
pub async fn verify(
    State(state): State<HttpState>,
    Who(actor): Who,
    mut params: Params,
) -> ApiResult<axum::Json<AuditReport>> {
    let project = params.one("project");
    params.finish()?;
    Ok(axum::Json(state.api.verify(&actor, project.as_deref()).await?))
}
