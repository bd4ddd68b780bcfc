//! Editing the request (SPEC R2.7).

use super::{Context, analyse};
use crate::change::{ChangeState, Editable, Event};
use crate::error::{AppError, AppResult};
use crate::words::Stage;
use crate::workflow::merge;

pub(super) fn edit(state: &ChangeState, valid: &crate::intake::ValidChange, cx: &Context<'_>) -> AppResult<Vec<Event>> {
    let before = Editable::of(&state.request);
    let after = Editable {
        title: valid.title.clone(),
        description: valid.description.clone(),
        kind: valid.kind,
        priority: valid.priority,
        metadata: valid.metadata.clone(),
    };
    if before == after {
        return Err(AppError::Conflict("Nothing was changed.".to_owned()));
    }
    if before.metadata.breaking_change && !after.metadata.breaking_change && state.request.stage > Stage::ImpactAnalysis
    {
        return Err(AppError::Blocked(vec![
            "The change has been planned as breaking. Its safety steps cannot be taken away; cancel it and submit a new one if it is not.".to_owned(),
        ]));
    }
    if before.kind != after.kind && state.request.stage > Stage::Planning {
        return Err(AppError::Blocked(vec![
            "Work on this type has begun; cancel the change and submit a new one for another type.".to_owned(),
        ]));
    }
    let (kind, metadata) = (after.kind, after.metadata.clone());
    let mut events = vec![Event::Edited { before: Box::new(before), after: Box::new(after) }];
    events.extend(merge(&state.workflow, kind, &metadata, cx.project));
    events.extend(analyse::edited(state, kind, &metadata, cx));
    Ok(events)
}
