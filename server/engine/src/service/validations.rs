//! What the system finds out about branches: reading it, and asking for it.

use super::Engine;
use crate::error::app;
use async_trait::async_trait;
use domain::api::{ChangeRef, ImpactView, ValidationReport, ValidationView, Validations, WaiverView};
use domain::change::{ChangeState, Command, Context, Event, permission, permissions};
use domain::words::RunSubject;
use domain::{Actor, AppResult};
use serde_json::Value;
use store::validation::{NewRun, enqueue, last, last_report, report_of};
use store::{Tx, projects};

#[async_trait]
impl Validations for Engine {
    async fn validation(&self, actor: &Actor, change: ChangeRef) -> AppResult<ValidationView> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let state = self.visible_change(&mut tx, actor, change).await?;
        let run = last(&mut tx, state.request.id).await.map_err(app)?;
        // Read once more after the run: one that has ended in between would show without what it found.
        let state = self.visible_change(&mut tx, actor, change).await?;
        let project = projects::config(&mut tx, &state.request.project).await.map_err(app)?;
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
            impact_current: state.impact().is_some(),
            waivers: waivers.collect(),
            may_set_branch: may.branch,
            may_remove_branch: may.remove_branch,
            may_validate: may.validate,
            may_analyse: may.analyse,
            may_waive: may.waive,
            source: state.workflow.source,
            outcome: state.workflow.validation,
            impact: state.workflow.analysis.and_then(|analysis| analysis.outcome),
        })
    }

    async fn validation_report(&self, actor: &Actor, change: ChangeRef) -> AppResult<ValidationReport> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let state = self.visible_change(&mut tx, actor, change).await?;
        last_report(&mut tx, state.request.id).await.map_err(app)
    }

    async fn impact(&self, actor: &Actor, change: ChangeRef) -> AppResult<ImpactView> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let state = self.visible_change(&mut tx, actor, change).await?;
        let run = last(&mut tx, state.request.id).await.map_err(app)?;
        let state = self.visible_change(&mut tx, actor, change).await?;
        let (current, failed) = (state.impact().is_some(), state.impact_failure().map(str::to_owned));
        let warnings = state.warnings();
        let outcome = state.workflow.analysis.and_then(|analysis| analysis.outcome);
        let report = match &outcome {
            Some(outcome) => report_of(&mut tx, outcome.run).await.map_err(app)?,
            None => None,
        };
        Ok(ImpactView {
            current,
            failed,
            warnings,
            declared_effort: state.request.metadata.estimated_effort,
            run,
            report: report.and_then(reach_of),
            outcome,
        })
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
        if !after.request.status.is_live() {
            return Ok(());
        }
        let Some((cause, supersedes)) = events.iter().find_map(|event| cause(after, event)) else { return Ok(()) };
        let about = if after.workflow.source.is_some() { RunSubject::Branch } else { RunSubject::Impact };
        let run = NewRun {
            id: self.clock.id(),
            change: after.request.id,
            about,
            cause,
            requested_by: actor.name.clone(),
            at: after.request.updated_at,
            supersedes,
        };
        enqueue(tx, &run).await.map_err(app)
    }
}

/// Why a fact asks for a run, and whether the one that goes on is useless by it.
fn cause(after: &ChangeState, event: &Event) -> Option<(&'static str, bool)> {
    let branch = after.workflow.source.is_some();
    // What is not said yet has no impact; what people analyse is analysed by the system when they ask for it.
    let analysed = after.workflow.analysis.is_some() && after.impact().is_none() && !after.operations_missing();
    match event {
        Event::Created { .. } if analysed => Some(("submitted", true)),
        Event::BranchSet { .. } => Some(("branch-set", true)),
        Event::BranchRemoved { .. } => Some(("branch-removed", true)),
        Event::AnalysisRequested | Event::ValidationRequested => Some(("asked-for", true)),
        Event::Edited { .. } if branch || analysed => Some(("request-edited", true)),
        Event::Escalated { .. } => Some(("escalated", true)),
        _ => None,
    }
}

/// What a run found of the reach, with the differences of the API document where a branch was compared.
fn reach_of(mut report: Value) -> Option<Value> {
    let api = report.get_mut("api").map(Value::take);
    let mut reach = report.get_mut("impact")?.take();
    if let (Some(api), Some(members)) = (api, reach.as_object_mut()) {
        members.insert("api".to_owned(), api);
    }
    Some(reach)
}
