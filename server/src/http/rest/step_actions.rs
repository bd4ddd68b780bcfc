//! What a step goes through besides completion.

use super::answer;
use crate::http::extract::{Expected, Json, Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::response::Response;
use domain::api::ChangeDetail;
use domain::change::Command;
use serde::Deserialize;

/// What to do with a step.
#[derive(Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepAction {
    /// Begin.
    Start,
    /// Put back.
    Stop,
    /// Open a done step again; needs a reason.
    Reopen,
    /// Mark not applicable; needs a reason.
    Skip,
    /// It applies after all.
    Restore,
}

/// Why.
#[derive(Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Reason {
    /// Needed to reopen and to skip.
    reason: String,
}

/// Starts, stops, reopens, skips or restores a step.
#[utoipa::path(
    post, path = "/api/changes/{id}/steps/{stepId}/{action}", tag = "steps", operation_id = "actOnStep", request_body = Reason,
    params(
        ("id" = String, Path, description = "UUID or `CHG-n`"), ("stepId" = String, Path), ("action" = StepAction, Path),
        ("If-Match" = Option<String>, Header),
    ),
    responses((status = 200, body = ChangeDetail, headers(("ETag" = String))))
)]
pub async fn act(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path((id, step, action)): Path<(String, String, StepAction)>,
    expected: Expected,
    Json(Reason { reason }): Json<Reason>,
) -> ApiResult<Response> {
    let command = match action {
        StepAction::Start => Command::StartStep { step },
        StepAction::Stop => Command::StopStep { step },
        StepAction::Reopen => Command::ReopenStep { step, reason },
        StepAction::Skip => Command::SkipStep { step, reason },
        StepAction::Restore => Command::RestoreStep { step },
    };
    Ok(answer::change(&answer::execute(&state, &actor, &id, expected, command).await?))
}
