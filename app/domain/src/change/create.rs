//! The birth of a change.

use super::advance::created;
use super::{ChangeRequest, ChangeState, Context, Event};
use crate::intake::{ValidChange, route};
use crate::words::{Stage, WorkflowStatus};
use crate::workflow::checklist;
use uuid::Uuid;

/// Turns a valid request into a change: routed, with its checklist, its automatic steps done, in the first stage that needs people.
/// The result's version is 1.
pub fn create(valid: &ValidChange, id: Uuid, number: i64, cx: &Context<'_>) -> Option<(ChangeState, Vec<Event>)> {
    let routing = route(valid, cx.project);
    let request = ChangeRequest {
        id,
        number,
        project: cx.project.key.clone(),
        title: valid.title.clone(),
        description: valid.description.clone(),
        kind: valid.kind,
        priority: valid.priority,
        requester: cx.actor.name.clone(),
        team: routing.team,
        routing_reason: routing.reason,
        assignee: None,
        status: WorkflowStatus::Open,
        status_reason: None,
        stage: Stage::Submission,
        stage_entered_at: cx.now,
        metadata: valid.metadata.clone(),
        created_at: cx.now,
        updated_at: cx.now,
        version: 1,
    };
    created(request, checklist(valid.kind, &valid.metadata, cx.project), cx)
}
