//! Everything on one change, as the actor sees it.

use super::Engine;
use crate::error::app;
use domain::api::{ChangeDetail, DependencyView};
use domain::change::{ChangeState, Context, gates, permissions, step_views};
use domain::intake::assess;
use domain::project::ProjectConfig;
use domain::{Actor, AppResult};
use store::changes::Links;
use store::{Tx, changes, projects};

impl Engine {
    /// The page of a change.
    pub(super) async fn detail(&self, tx: &mut Tx, actor: &Actor, state: ChangeState) -> AppResult<ChangeDetail> {
        let project = projects::config(tx, &state.request.project).await.map_err(app)?;
        let links = changes::links(tx, state.request.id).await.map_err(app)?;
        Ok(self.described(actor, state, &project, links))
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
            risk: assess(r.kind, r.priority, &r.metadata),
            digest: state.digest(stage),
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

fn is_open(d: &DependencyView) -> bool {
    d.status.is_live()
}
