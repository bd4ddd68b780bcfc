//! A change as a whole: its status and its assignee.

use super::answer;
use crate::http::extract::{Expected, Json, Path, Who};
use crate::http::problem::ApiResult;
use crate::http::state::HttpState;
use axum::extract::State;
use axum::response::Response;
use domain::AppError;
use domain::api::ChangeDetail;
use domain::change::Command;
use domain::words::WorkflowStatus;
use serde::Deserialize;

/// The wanted status.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatusInput {
    /// `open`, `on-hold`, `cancelled` or `rejected`.
    status: WorkflowStatus,
    /// Why; needed for all but `open`.
    #[serde(default)]
    reason: String,
}

/// The wanted assignee.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssigneeInput {
    /// User name; `null` gives the change back.
    #[schema(required)]
    assignee: Option<String>,
}

/// Pauses, resumes, withdraws or turns down a change.
#[utoipa::path(
    put, path = "/api/changes/{id}/status", tag = "changes", operation_id = "setChangeStatus", request_body = StatusInput,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ChangeDetail, headers(("ETag" = String))))
)]
pub async fn set_status(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    expected: Expected,
    Json(input): Json<StatusInput>,
) -> ApiResult<Response> {
    let reason = input.reason;
    let command = match input.status {
        WorkflowStatus::Open => Command::Resume,
        WorkflowStatus::OnHold => Command::Hold { reason },
        WorkflowStatus::Cancelled => Command::Cancel { reason },
        WorkflowStatus::Rejected => Command::Reject { reason },
        ended @ (WorkflowStatus::Closed | WorkflowStatus::RolledBack) => {
            // Only to somebody who may see the change.
            state.api.get(&actor, id.parse()?).await?;
            return Err(AppError::Blocked(vec![by_itself(ended)]).into());
        }
    };
    Ok(answer::change(&answer::execute(&state, &actor, &id, expected, command).await?))
}

fn by_itself(status: WorkflowStatus) -> String {
    match status {
        WorkflowStatus::RolledBack => "A change is rolled back by its rollback operation, never by setting its status.".to_owned(),
        _ => "A change closes by itself when the last required step of its last stage is done; complete the steps that are left.".to_owned(),
    }
}

/// Takes a change for somebody, or gives it back.
#[utoipa::path(
    put, path = "/api/changes/{id}/assignee", tag = "changes", operation_id = "setChangeAssignee", request_body = AssigneeInput,
    params(("id" = String, Path, description = "UUID or `CHG-n`"), ("If-Match" = Option<String>, Header)),
    responses((status = 200, body = ChangeDetail, headers(("ETag" = String))))
)]
pub async fn set_assignee(
    State(state): State<HttpState>,
    Who(actor): Who,
    Path(id): Path<String>,
    expected: Expected,
    Json(input): Json<AssigneeInput>,
) -> ApiResult<Response> {
    let command = Command::Assign { assignee: input.assignee };
    Ok(answer::change(&answer::execute(&state, &actor, &id, expected, command).await?))
}
