//! Plays the scripts through the engine's own use cases, one operation at a time.

use super::clock::SteppedClock;
use super::evidence;
use super::people::{Person, holder, named};
use super::script::{EndingKind, Script};
use crate::Engine;
use chrono::{DateTime, TimeDelta, Utc};
use domain::api::{ChangeDetail, ChangeFilter, ChangeRef, Changes, Documents, NewDocument};
use domain::change::{Command, Step};
use domain::words::{Decision, EvidenceKind, Role, Stage, WorkflowStatus};
use domain::{Actor, AppError, AppResult};
use std::collections::BTreeMap;

/// Most operations on one change.
const MOST: i64 = 48;

/// The sample changes while they are made.
pub(super) struct Play<'a> {
    engine: &'a Engine,
    clock: &'a SteppedClock,
    project: &'a str,
    /// `CHG-n` by script.
    keys: BTreeMap<String, String>,
    /// Latest view of the change of each script.
    now: BTreeMap<String, ChangeDetail>,
    /// Remarks made so far.
    said: BTreeMap<String, usize>,
    /// Latest operation that an interrupted load had done.
    reached: Option<DateTime<Utc>>,
}

fn nobody(what: &str) -> AppError {
    AppError::NotFound(format!("Sample person {what}"))
}

/// Every operation of every script in the order of time.
fn schedule(scripts: &[Script], now: DateTime<Utc>) -> Vec<(DateTime<Utc>, usize)> {
    let mut all: Vec<(DateTime<Utc>, usize)> = Vec::new();
    for (index, script) in scripts.iter().enumerate() {
        let start = now - TimeDelta::days(script.day) - TimeDelta::minutes(30 + 53 * (index as i64 % 7));
        // Nobody works in even steps.
        let moments =
            (0..MOST).map(|i| start + TimeDelta::minutes(script.pace * 60 * i + (i * 37 + index as i64 * 11) % 90));
        all.extend(moments.filter(|at| *at < now).map(|at| (at, index)));
    }
    all.sort();
    all
}

impl<'a> Play<'a> {
    pub fn new(engine: &'a Engine, clock: &'a SteppedClock, project: &'a str) -> Self {
        let (keys, now, said) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { engine, clock, project, keys, now, said, reached: None }
    }

    /// Takes up what an interrupted load has left.
    pub async fn recall(&mut self, scripts: &[Script]) -> AppResult<()> {
        let (system, project) = (Actor::system(), Some(self.project.to_owned()));
        let filter = ChangeFilter { project, limit: Some(200), ..ChangeFilter::default() };
        for found in self.engine.list(&system, &filter).await?.items {
            let Some(script) = scripts.iter().find(|s| s.is_of(&found.title)) else { continue };
            let detail = self.engine.get(&system, ChangeRef::Number(found.number)).await?;
            self.reached = self.reached.max(Some(detail.change.updated_at));
            self.keys.insert(script.id.clone(), detail.change.key());
            self.said.insert(script.id.clone(), detail.comments.len());
            self.now.insert(script.id.clone(), detail);
        }
        Ok(())
    }

    /// Whether the operation of this script at this time was done before the interruption.
    fn is_done(&self, script: &Script, at: DateTime<Utc>) -> bool {
        match self.reached {
            Some(reached) if at == reached => self.now.get(&script.id).is_some_and(|d| d.change.updated_at == at),
            Some(reached) => at < reached,
            None => false,
        }
    }

    /// Plays everything up to `now`.
    pub async fn run(&mut self, scripts: &[Script], now: DateTime<Utc>) -> AppResult<()> {
        for (at, index) in schedule(scripts, now) {
            let Some(script) = scripts.get(index) else { continue };
            if self.is_done(script, at) {
                continue;
            }
            self.clock.set(at);
            match self.now.get(&script.id).cloned() {
                None => self.submit(script).await?,
                Some(detail) if detail.change.status == WorkflowStatus::Open => {
                    self.advance(script, &detail, index % 2 == 1).await?
                }
                Some(_) => {}
            }
        }
        self.clock.set(now);
        Ok(())
    }

    async fn submit(&mut self, script: &Script) -> AppResult<()> {
        let actor = named(&script.by).ok_or_else(|| nobody(&script.by))?.actor(self.project);
        let detail = self.engine.create(&actor, &script.input(self.project, &self.keys), None).await?;
        self.keys.insert(script.id.clone(), detail.change.key());
        self.now.insert(script.id.clone(), detail);
        Ok(())
    }

    async fn give(&mut self, script: &Script, by: &Person, detail: &ChangeDetail, command: Command) -> AppResult<()> {
        let actor = by.actor(self.project);
        let detail =
            self.engine.execute(&actor, ChangeRef::Id(detail.change.id), Some(detail.change.version), command).await?;
        self.now.insert(script.id.clone(), detail);
        Ok(())
    }

    /// One operation: a remark that is due, else the next step, else what happens at the step at which the change rests.
    async fn advance(&mut self, script: &Script, detail: &ChangeDetail, odd: bool) -> AppResult<()> {
        let Some(step) = detail
            .current_step
            .as_ref()
            .and_then(|id| detail.steps.iter().find(|s| s.step.id == *id))
            .map(|s| s.step.clone())
        else {
            return Ok(());
        };
        let said = self.said.entry(script.id.clone()).or_default();
        if let Some(remark) = script.comments.get(*said).filter(|r| r.step == step.id) {
            *said += 1;
            let by = named(&remark.by).ok_or_else(|| nobody(&remark.by))?;
            return self.give(script, by, detail, Command::Comment { body: remark.body.clone() }).await;
        }
        if script.until.as_ref() == Some(&step.id) {
            return self.rest(script, detail, step).await;
        }
        if step.stage == Stage::Implementation && detail.change.assignee.is_none() {
            let developer = holder(Role::Developer, false, "").ok_or_else(|| nobody("developer"))?;
            return self
                .give(script, developer, detail, Command::Assign { assignee: Some(developer.name.to_owned()) })
                .await;
        }
        self.work(script, detail, &step, odd).await
    }

    async fn rest(&mut self, script: &Script, detail: &ChangeDetail, step: Step) -> AppResult<()> {
        if let Some(ending) = &script.ending {
            let by = named(&ending.by).ok_or_else(|| nobody(&ending.by))?;
            let reason = ending.reason.clone();
            let command = match ending.kind {
                EndingKind::Hold => Command::Hold { reason },
                EndingKind::Reject => Command::Reject { reason },
                EndingKind::Cancel => Command::Cancel { reason },
            };
            return self.give(script, by, detail, command).await;
        }
        if let Some(objection) =
            script.objection.as_ref().filter(|_| !detail.approvals.iter().any(|a| a.step_id == step.id))
        {
            let by = named(&objection.by).ok_or_else(|| nobody(&objection.by))?;
            let command = Command::Approve {
                step: step.id,
                decision: Decision::RequestChanges,
                note: Some(objection.note.clone()),
                digest: None,
            };
            return self.give(script, by, detail, command).await;
        }
        if script.started && step.started.is_none() {
            let by = holder(step.owner, false, "").ok_or_else(|| nobody(step.owner.label()))?;
            return self.give(script, by, detail, Command::StartStep { step: step.id }).await;
        }
        Ok(())
    }

    async fn work(&mut self, script: &Script, detail: &ChangeDetail, step: &Step, odd: bool) -> AppResult<()> {
        let requester = named(&script.by).ok_or_else(|| nobody(&script.by))?;
        if let Some(quorum) = &step.approval {
            let by = holder(quorum.role, odd, requester.name).ok_or_else(|| nobody(quorum.role.label()))?;
            let note = script.review.clone().filter(|_| quorum.role == Role::Reviewer);
            let command = Command::Approve {
                step: step.id.clone(),
                decision: Decision::Approve,
                note,
                digest: Some(detail.digest.clone()),
            };
            return self.give(script, by, detail, command).await;
        }
        let by = if step.owner == Role::Requester {
            requester
        } else {
            holder(step.owner, false, "").ok_or_else(|| nobody(step.owner.label()))?
        };
        if step.optional && (script.commit.is_none() || odd) {
            let reason = "Written by hand: the change is smaller than its templates.".to_owned();
            return self.give(script, by, detail, Command::SkipStep { step: step.id.clone(), reason }).await;
        }
        let document = if step.evidence.contains(&EvidenceKind::Document) {
            Some(self.upload(script, detail, step, by).await?)
        } else {
            None
        };
        let evidence = evidence::for_step(&step.id, &step.evidence, detail, script, document);
        self.give(script, by, detail, Command::CompleteStep { step: step.id.clone(), evidence, notes: None }).await
    }

    async fn upload(&self, script: &Script, detail: &ChangeDetail, step: &Step, by: &Person) -> AppResult<uuid::Uuid> {
        let text = script
            .documents
            .get(&step.id)
            .ok_or_else(|| AppError::NotFound(format!("Sample document `{}`", step.id)))?;
        let content = text.trim_start().as_bytes().to_vec();
        let name = format!("{}.md", step.id);
        if let Some(kept) = self.engine.sample_document(detail.change.id, &name).await? {
            return Ok(kept);
        }
        let file = NewDocument { name, media_type: "text/markdown".to_owned(), content };
        Ok(self.engine.upload(&by.actor(self.project), ChangeRef::Id(detail.change.id), file).await?.id)
    }
}
