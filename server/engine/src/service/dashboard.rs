//! The start page.

use super::Engine;
use crate::error::app;
use domain::access::{Action, may};
use domain::api::{ChangeFilter, ChangeSummary, Dashboard, NeedsYou};
use domain::change::{ChangeState, Command, Step, Waiver};
use domain::words::{Role, StepStatus, WorkflowStatus};
use domain::{Actor, AppResult};
use store::changes::{self, Candidates};
use store::{Tx, commit};

/// Most lines of a list on the page.
const LINES: usize = 20;
/// Candidates read at a time, and how often at most.
const BATCH: i64 = 40;
const BATCHES: usize = 5;

impl Engine {
    pub(super) async fn start_page(&self, actor: &Actor, project: Option<&str>) -> AppResult<Dashboard> {
        let mut tx = self.store.begin().await.map_err(app)?;
        let visible = self.visible_projects(&mut tx, actor, project).await?;
        let keys = changes::project_keys(&mut tx, visible.as_deref()).await.map_err(app)?;
        let figures = self.figures(&mut tx, &keys).await?;
        let live = vec![WorkflowStatus::Open, WorkflowStatus::OnHold];
        let filter = ChangeFilter { status: live, limit: Some(20), ..ChangeFilter::default() };
        let active = changes::list(&mut tx, Some(&keys), &filter).await.map_err(app)?.items;
        let needs_you = needs(&mut tx, actor, project).await?;
        commit(tx).await.map_err(app)?;
        Ok(Dashboard {
            needs_you,
            open: figures.open,
            blocked: figures.blocked,
            cycle_days: figures.cycle_days,
            success_percent: figures.success_percent,
            active,
        })
    }
}

/// For each change the waiver, and the approval or the step, that wait for the actor.
async fn needs(tx: &mut Tx, actor: &Actor, project: Option<&str>) -> AppResult<Vec<NeedsYou>> {
    let who = Candidates { user: &actor.name, roles: &actor.roles, project };
    let mut found = Vec::new();
    let mut after: Option<ChangeSummary> = None;
    for _ in 0..BATCHES {
        let batch = changes::candidates(tx, &who, after.as_ref(), BATCH).await.map_err(app)?;
        let ids: Vec<_> = batch.iter().map(|c| c.id).collect();
        let mut states: std::collections::HashMap<_, _> =
            changes::load_many(tx, &ids).await.map_err(app)?.into_iter().collect();
        let last_batch = batch.len() < BATCH.unsigned_abs() as usize;
        after = batch.last().cloned();
        for change in batch {
            let Some(Ok(state)) = states.remove(&change.id) else { continue };
            // It holds everything up, and nobody else is told.
            if let Some(waiver) = waiver_for(&state, actor) {
                let step_title = format!("Decide on a waiver of {}", waiver.rule);
                let (change, step_id) = (change.clone(), String::new());
                let (since, waiver) = (waiver.requested_at, Some(waiver.id));
                found.push(NeedsYou { change, step_id, step_title, approval: true, since, waiver });
            }
            if let Some(step) = waiting_for(&state, actor) {
                let (step_id, step_title, approval) = (step.id.clone(), step.title.clone(), step.is_approval());
                let since = change.stage_entered_at;
                found.push(NeedsYou { change, step_id, step_title, approval, since, waiver: None });
            }
            if found.len() >= LINES {
                found.truncate(LINES);
                return Ok(found);
            }
        }
        if last_batch {
            break;
        }
    }
    Ok(found)
}

/// The first open request for a waiver that the actor may grant.
fn waiver_for<'a>(state: &'a ChangeState, actor: &Actor) -> Option<&'a Waiver> {
    let grants = |waiver: &&Waiver| {
        let command = Command::DecideWaiver { id: waiver.id, grant: true, note: None };
        may(actor, Action::Change(state, &command), &state.request.project).is_ok()
    };
    let mut open = state.workflow.waivers.iter().filter(|waiver| waiver.is_open());
    open.find(grants).filter(|_| state.request.status.is_live())
}

fn waiting_for<'a>(state: &'a ChangeState, actor: &Actor) -> Option<&'a Step> {
    let mine = || state.workflow.steps.iter().filter(|s| waits(state, s, actor));
    mine().find(|s| s.is_approval()).or_else(|| mine().next())
}

/// Whether the step is the actor's to do: by role, not taken by somebody else, not decided by them already.
fn waits(state: &ChangeState, step: &Step, actor: &Actor) -> bool {
    let (r, me) = (&state.request, actor.name.as_str());
    if step.automatic || !matches!(state.status_of(step), StepStatus::Ready | StepStatus::InProgress) {
        return false;
    }
    let own = r.requester == me;
    if let Some(quorum) = &step.approval {
        let decided = state.workflow.approvals.iter().any(|a| a.step_id == step.id && a.by == me && a.voided.is_none());
        return actor.has(&r.project, quorum.role) && !own && r.assignee.as_deref() != Some(me) && !decided;
    }
    let elsewhere = step.started.as_ref().is_some_and(|s| s.by != me);
    let taken = step.owner == Role::Developer && r.assignee.as_deref().is_some_and(|a| a != me);
    let by_role = if step.owner == Role::Requester { own } else { actor.has(&r.project, step.owner) };
    by_role && !elsewhere && !taken
}
