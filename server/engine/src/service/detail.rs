//! Everything on one change, as the actor sees it.

use super::Engine;
use crate::error::app;
use domain::api::{ChangeDetail, DependencyView};
use domain::change::{ChangeState, Context, Gate, ValidationOutcome, check_of, gates, permissions, step_views};
use domain::intake::{DECLARED_BREAKING, RiskAssessment, assess};
use domain::project::ProjectConfig;
use domain::words::GateStatus;
use domain::{Actor, AppResult};
use store::changes::Links;
use store::{Tx, changes, projects};

impl Engine {
    /// The page of a change.
    pub(super) async fn detail(&self, tx: &mut Tx, actor: &Actor, state: ChangeState) -> AppResult<ChangeDetail> {
        let project = projects::config(tx, &state.request.project).await.map_err(app)?;
        let links = changes::links(tx, state.request.id).await.map_err(app)?;
        let failed = match state.workflow.source {
            Some(_) => store::validation::last(tx, state.request.id).await.map_err(app)?.and_then(|run| run.error),
            None => None,
        };
        let escalated = match state.request.metadata.breaking_change {
            true => store::audit::escalation(tx, state.request.id).await.map_err(app)?,
            false => None,
        };
        // The steps stay, since people were told of them; that they have no cause any more is said beside.
        let breaks = |outcome: &ValidationOutcome| outcome.breaks.is_some();
        let mended = state.is_validated() && !state.workflow.validation.as_ref().is_some_and(breaks);
        let escalated = escalated.map(|why| match mended {
            true => format!("{why} The branch as it is now breaks nothing any more; the steps that were added stay."),
            false => why,
        });
        let mut detail = self.described(actor, state, &project, links);
        if let Some(why) = escalated {
            say_found(&mut detail.risk);
            detail.escalated = Some(why);
        }
        if let Some(why) = failed {
            say_why(&mut detail.gates, &why);
        }
        Ok(detail)
    }

    /// The same, of what was read before.
    pub(super) fn described(
        &self,
        actor: &Actor,
        state: ChangeState,
        project: &ProjectConfig,
        links: Links,
    ) -> ChangeDetail {
        let cx = Context { actor, now: self.clock.now(), project, documents: &[] };
        let waiting: Vec<String> = links.depends_on.iter().filter(|d| is_open(d)).map(|d| d.key.clone()).collect();
        let colliding: Vec<String> = links.collisions.iter().map(|c| c.key.clone()).collect();
        let may = permissions(&state, &cx);
        let r = &state.request;
        // What the next approver is asked to approve.
        let stage =
            state.workflow.steps.iter().find(|s| s.is_approval() && !s.is_settled()).map_or(r.stage, |s| s.stage);
        ChangeDetail {
            current_step: state.current_step().map(|s| s.id.clone()),
            steps: step_views(&state, &cx),
            gates: gates(&state, &waiting, &colliding),
            warnings: state.warnings(),
            risk: assess(r.kind, r.priority, &r.metadata),
            digest: state.digest(stage),
            source: state.workflow.source,
            escalated: None,
            collisions: links.collisions,
            depends_on: links.depends_on,
            dependents: links.dependents,
            may_edit: may.edit,
            may_assign: may.assign,
            may_hold: may.hold,
            may_cancel: may.cancel,
            may_reject: may.reject,
            may_customise: may.customise,
            may_upload: may.upload,
            change: state.request,
            evidence: state.workflow.evidence,
            approvals: state.workflow.approvals,
            comments: state.workflow.comments,
        }
    }
}

/// A run that failed leaves its checks waiting: for somebody who mends what kept it from its end.
fn say_why(gates: &mut [Gate], why: &str) {
    for gate in gates.iter_mut().filter(|g| check_of(&g.id).is_some() && g.status == GateStatus::Waiting) {
        gate.status = GateStatus::Failed;
        gate.reason = format!("The validation failed: {why}");
        gate.next_action = "Mend it, or name another branch; then validate again.".to_owned();
    }
    gates.sort_by_key(|g| g.status);
}

/// The request has the mark, but it was not its author who set it.
fn say_found(risk: &mut RiskAssessment) {
    for reason in risk.reasons.iter_mut().filter(|reason| *reason == DECLARED_BREAKING) {
        "The branch breaks what runs today, which the request did not declare.".clone_into(reason);
    }
}

fn is_open(d: &DependencyView) -> bool {
    d.status.is_live()
}
