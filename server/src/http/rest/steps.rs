//! The checklist of a change: complete, add, move, reassign.

use super::answer;
use crate::http::extract::{Expected, Json, Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::response::Response;
use domain::api::ChangeDetail;
use domain::change::{Command, NewEvidence};
use domain::words::{EvidenceKind, Role, Stage};
use serde::Deserialize;

/// What proves that a step is done.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Completion {
    /// Evidence, one of each kind that the step needs.
    #[serde(default)]
    evidence: Vec<NewEvidence>,
    /// Free text.
    #[serde(default)]
    notes: Option<String>,
}

/// A further step.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewStep {
    /// Lower-case letters, digits, hyphens; new within the change.
    id: String,
    /// For people.
    title: String,
    /// What has to be done.
    #[serde(default)]
    hint: String,
    /// Stage, not passed yet.
    stage: Stage,
    /// Role that completes it.
    owner: Role,
    /// Kinds of evidence it needs.
    #[serde(default)]
    evidence: Vec<EvidenceKind>,
    /// Step of the stage to stand behind; left out: last.
    #[serde(default)]
    after: Option<String>,
}

/// A new place on the checklist.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Position {
    /// Step of the same stage to stand behind; `null`: first.
    #[schema(required)]
    after: Option<String>,
}

/// A new owner of a step.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Owner {
    /// Role that completes it.
    owner: Role,
}

/// Completes a step.
#[utoipa::path(
    post, path = "/api/changes/{id}/steps/{stepId}", tag = "steps", operation_id = "completeStep", request_body = Completion,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("stepId" = String, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ChangeDetail, headers(("ETag" = String))))
)]
pub async fn complete(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path((id, step)): Path<(String, String)>,
    expected: Expected,
    Json(input): Json<Completion>,
) -> ApiResult<Response> {
    let command = Command::CompleteStep { step, evidence: input.evidence, notes: input.notes };
    Ok(answer::change(&answer::execute(&state, &actor, &id, expected, command).await?))
}

/// Puts a further step on the checklist.
#[utoipa::path(
    post, path = "/api/changes/{id}/steps", tag = "steps", operation_id = "addStep", request_body = NewStep,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-Match" = Option<String>, Header)),
    responses((status = 201, body = ChangeDetail, headers(("Location" = String), ("ETag" = String))))
)]
pub async fn add(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    expected: Expected,
    Json(NewStep { id: step, title, hint, stage, owner, evidence, after }): Json<NewStep>,
) -> ApiResult<Response> {
    let location = answer::segment(&step);
    let command = Command::AddStep { id: step, title, hint, stage, owner, evidence, after };
    let detail = answer::execute(&state, &actor, &id, expected, command).await?;
    Ok(answer::created(answer::change(&detail), &format!("/api/changes/{}/steps/{location}", detail.change.key())))
}

/// Moves a step within its stage.
#[utoipa::path(
    put, path = "/api/changes/{id}/steps/{stepId}/position", tag = "steps", operation_id = "moveStep", request_body = Position,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("stepId" = String, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ChangeDetail, headers(("ETag" = String))))
)]
pub async fn set_position(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path((id, step)): Path<(String, String)>,
    expected: Expected,
    Json(Position { after }): Json<Position>,
) -> ApiResult<Response> {
    Ok(answer::change(&answer::execute(&state, &actor, &id, expected, Command::MoveStep { step, after }).await?))
}

/// Gives a step to another role.
#[utoipa::path(
    put, path = "/api/changes/{id}/steps/{stepId}/owner", tag = "steps", operation_id = "reassignStep", request_body = Owner,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("stepId" = String, Path), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ChangeDetail, headers(("ETag" = String))))
)]
pub async fn set_owner(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path((id, step)): Path<(String, String)>,
    expected: Expected,
    Json(Owner { owner }): Json<Owner>,
) -> ApiResult<Response> {
    Ok(answer::change(&answer::execute(&state, &actor, &id, expected, Command::ReassignStep { step, owner }).await?))
}
