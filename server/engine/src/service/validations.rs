//! What the system finds out about branches: reading it, and asking for it.

use super::Engine;
use crate::error::app;
use async_trait::async_trait;
use domain::api::{ChangeRef, ValidationReport, ValidationView, Validations, WaiverView};
use domain::change::{ChangeState, Command, Context, Event, permission, permissions};
use domain::{Actor, AppResult};
use store::validation::{NewRun, enqueue, last, last_report};
use store::{Tx, projects};

#[async_trait]
impl Validations for Engine {
    async fn validation(&self, actor: &Actor, change: ChangeRef) -> AppResult<ValidationView> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let state = self.visible_change(&mut tx, actor, change).await?;
        let project = projects::config(&mut tx, &state.request.project).await.map_err(app)?;
        let run = last(&mut tx, state.request.id).await.map_err(app)?;
        let cx = Context { actor, now: self.clock.now(), project: &project, documents: &[] };
        let may = permissions(&state, &cx);
        let decide = |id: u32, grant: bool| permission(&state, &Command::DecideWaiver { id, grant, note: None }, &cx);
        let waivers = state.workflow.waivers.iter().rev().map(|waiver| WaiverView {
            counts: waiver.counts(),
            may_grant: decide(waiver.id, true),
            may_refuse: decide(waiver.id, false),
            waiver: waiver.clone(),
        });
        Ok(ValidationView {
            run,
            current: state.is_validated(),
            blocked: state.failures(),
            waivers: waivers.collect(),
            may_set_branch: may.branch,
            may_validate: may.validate,
            may_waive: may.waive,
            source: state.workflow.source,
            outcome: state.workflow.validation,
        })
    }

    async fn validation_report(&self, actor: &Actor, change: ChangeRef) -> AppResult<ValidationReport> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let state = self.visible_change(&mut tx, actor, change).await?;
        last_report(&mut tx, state.request.id).await.map_err(app)
    }
}

impl Engine {
    /// Puts a run into the queue where the operation has made the last one useless.
    pub(super) async fn enqueue_validation(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        after: &ChangeState,
        events: &[Event],
    ) -> AppResult<()> {
        if after.workflow.source.is_none() || !after.request.status.is_live() {
            return Ok(());
        }
        let Some((cause, supersedes)) = events.iter().find_map(cause) else { return Ok(()) };
        let run = NewRun {
            id: self.clock.id(),
            change: after.request.id,
            cause,
            requested_by: actor.name.clone(),
            at: after.request.updated_at,
            supersedes,
        };
        enqueue(tx, &run).await.map_err(app)
    }
}

/// Why a fact asks for a validation, and whether the one that goes on is useless by it.
fn cause(event: &Event) -> Option<(&'static str, bool)> {
    match event {
        Event::BranchSet { .. } => Some(("branch-set", true)),
        Event::ValidationRequested => Some(("asked-for", true)),
        Event::Edited { .. } => Some(("request-edited", true)),
        Event::Escalated { .. } => Some(("escalated", true)),
        _ => None,
    }
}
