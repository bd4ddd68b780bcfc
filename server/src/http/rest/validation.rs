//! What the system finds out about a change's branch, and waivers.

use super::answer;
use crate::http::extract::{Expected, Json, Params, Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::api::{ChangeDetail, ChangeRef, ImpactView, ValidationReport, ValidationView};
use domain::change::Command;
use serde::Deserialize;

/// The branch that the work is on.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BranchInput {
    /// Branch of the project's repository.
    branch: String,
    /// Branch, tag or commit to compare with; left out: where the branch left the main line.
    #[serde(default)]
    base: Option<String>,
    /// Why another one is named; required while something blocks on the last one.
    #[serde(default)]
    reason: Option<String>,
}

/// A wish to let a finding pass.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaiverInput {
    /// Of a finding that blocks.
    fingerprint: String,
    /// Why it may pass.
    reason: String,
    /// From then on it counts no longer; within 180 days.
    expires_at: DateTime<Utc>,
}

/// A second person's word.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaiverDecisionInput {
    /// Grant it; false: refuse, withdraw or revoke it.
    grant: bool,
    /// Free text.
    #[serde(default)]
    note: Option<String>,
}

/// Names the branch; it is validated at once, and again whenever it moves. While something blocks on the last one, only
/// somebody who could waive that may name another one, or another base.
#[utoipa::path(
    put, path = "/api/changes/{id}/branch", tag = "validation", operation_id = "setBranch", request_body = BranchInput,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ChangeDetail, headers(("ETag" = String))))
)]
pub async fn set_branch(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    expected: Expected,
    Json(BranchInput { branch, base, reason }): Json<BranchInput>,
) -> ApiResult<Response> {
    let command = Command::SetBranch { branch, base, reason };
    Ok(answer::change(&answer::execute(&state, &actor, &id, expected, command).await?))
}

/// Why the branch is taken off.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "describes the parameters")]
pub struct RemovalParams {
    /// For the audit trail; required while something blocks on the branch.
    reason: Option<String>,
}

/// Takes the branch off. People decide again what its validation decided; what was found on it counts no longer. While
/// something blocks on it, only somebody who could waive that may do so.
#[utoipa::path(
    delete, path = "/api/changes/{id}/branch", tag = "validation", operation_id = "removeBranch",
    params(("id" = String, Path, description = "UUID or `CHG-n`"), RemovalParams, ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ChangeDetail, headers(("ETag" = String))))
)]
pub async fn remove_branch(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    mut params: Params,
    expected: Expected,
) -> ApiResult<Response> {
    let reason = params.one("reason");
    params.finish()?;
    let command = Command::RemoveBranch { reason };
    Ok(answer::change(&answer::execute(&state, &actor, &id, expected, command).await?))
}

/// What a change reaches, found in the main line before there is a branch, and in the branch afterwards.
#[utoipa::path(
    get, path = "/api/changes/{id}/impact", tag = "validation", operation_id = "getImpact",
    params(("id" = String, Path, description = "UUID or `CHG-n`")),
    responses((status = 200, body = ImpactView))
)]
pub async fn impact(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
) -> ApiResult<axum::Json<ImpactView>> {
    Ok(axum::Json(state.api.impact(&actor, id.parse::<ChangeRef>()?).await?))
}

/// Has the impact analysed again.
#[utoipa::path(
    post, path = "/api/changes/{id}/impact", tag = "validation", operation_id = "requestImpact",
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-Match" = Option<String>, Header)),
    responses((status = 202, body = ImpactView))
)]
pub async fn request_impact(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    expected: Expected,
) -> ApiResult<(StatusCode, axum::Json<ImpactView>)> {
    let detail = answer::execute(&state, &actor, &id, expected, Command::RequestAnalysis).await?;
    let view = state.api.impact(&actor, ChangeRef::Id(detail.change.id)).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(view)))
}

/// How the validation of a change stands: the run with its progress, what blocks, the waivers.
#[utoipa::path(
    get, path = "/api/changes/{id}/validation", tag = "validation", operation_id = "getValidation",
    params(("id" = String, Path, description = "UUID or `CHG-n`")),
    responses((status = 200, body = ValidationView))
)]
pub async fn get(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
) -> ApiResult<axum::Json<ValidationView>> {
    Ok(axum::Json(state.api.validation(&actor, id.parse::<ChangeRef>()?).await?))
}

/// Has the branch looked at again.
#[utoipa::path(
    post, path = "/api/changes/{id}/validation", tag = "validation", operation_id = "requestValidation",
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-Match" = Option<String>, Header)),
    responses((status = 202, body = ValidationView))
)]
pub async fn request(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    expected: Expected,
) -> ApiResult<(StatusCode, axum::Json<ValidationView>)> {
    let detail = answer::execute(&state, &actor, &id, expected, Command::RequestValidation).await?;
    let view = state.api.validation(&actor, ChangeRef::Id(detail.change.id)).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(view)))
}

/// Everything that the last finished run found.
#[utoipa::path(
    get, path = "/api/changes/{id}/validation/report", tag = "validation", operation_id = "getValidationReport",
    params(("id" = String, Path, description = "UUID or `CHG-n`")),
    responses((status = 200, body = ValidationReport))
)]
pub async fn report(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
) -> ApiResult<axum::Json<ValidationReport>> {
    Ok(axum::Json(state.api.validation_report(&actor, id.parse::<ChangeRef>()?).await?))
}

/// Asks to let a blocking finding pass until a time.
#[utoipa::path(
    post, path = "/api/changes/{id}/waivers", tag = "validation", operation_id = "requestWaiver", request_body = WaiverInput,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-Match" = Option<String>, Header)),
    responses((status = 201, body = ValidationView, headers(("Location" = String))))
)]
pub async fn request_waiver(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    expected: Expected,
    Json(WaiverInput { fingerprint, reason, expires_at }): Json<WaiverInput>,
) -> ApiResult<Response> {
    let command = Command::RequestWaiver { fingerprint, reason, expires_at };
    let detail = answer::execute(&state, &actor, &id, expected, command).await?;
    let view = state.api.validation(&actor, ChangeRef::Id(detail.change.id)).await?;
    let location = format!("/api/changes/{}/validation", detail.change.key());
    Ok(answer::created(answer::versioned(&view, detail.change.version), &location))
}

/// Grants a waiver; or refuses, withdraws or revokes it.
#[utoipa::path(
    post, path = "/api/changes/{id}/waivers/{waiverId}/decision", tag = "validation", operation_id = "decideWaiver",
    request_body = WaiverDecisionInput,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("waiverId" = u32, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ValidationView))
)]
pub async fn decide_waiver(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path((id, waiver)): Path<(String, u32)>,
    expected: Expected,
    Json(WaiverDecisionInput { grant, note }): Json<WaiverDecisionInput>,
) -> ApiResult<axum::Json<ValidationView>> {
    let command = Command::DecideWaiver { id: waiver, grant, note };
    let detail = answer::execute(&state, &actor, &id, expected, command).await?;
    Ok(axum::Json(state.api.validation(&actor, ChangeRef::Id(detail.change.id)).await?))
}
