//! The validation job: one run from the queue to its result (SPEC R4.1–R4.6, R12.3).

use super::begin::Task;
use super::look::{Sight, read};
use super::outcome::{outcome, report};
use super::parts::{Parts, Subject};
use super::proofs::Proofs;
use crate::Engine;
use crate::error::app;
use crate::ports::{BranchError, Landing, Repositories, Revisions, SourceError};
use crate::proof::{Direction, Plan, Progress, Proof};
use crate::validation::Validation;
use domain::api::ChangeRef;
use domain::change::{ImpactOutcome, Source, ValidationOutcome, reach_digest};
use domain::words::{RunState, RunSubject};
use domain::{AppError, AppResult};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::validation::{Finished, claim};
use store::{changes, projects};

/// The longest that the proof of a change may take.
const PROOF: Duration = Duration::from_secs(120);

/// Carries out validations; any number of servers may do it at once.
#[derive(Clone)]
pub struct Validator {
    pub(super) engine: Engine,
    pub(super) repositories: Arc<dyn Repositories>,
    proofs: Arc<Proofs>,
    /// The main line's last commit by repository, as the watch saw it last.
    pub(super) lines: Arc<Mutex<BTreeMap<String, String>>>,
}

/// Why a run has no result.
pub(super) enum Failed {
    /// For people; the run ends.
    Because(String),
    /// The database is away: the run is left, and begun again when its time is over.
    Later(AppError),
}

impl From<AppError> for Failed {
    fn from(error: AppError) -> Self {
        Self::Later(error)
    }
}

impl From<String> for Failed {
    fn from(why: String) -> Self {
        Self::Because(why)
    }
}

pub(super) type Result<T> = std::result::Result<T, Failed>;

/// What came out of a run.
pub(super) struct Found {
    pub digest: String,
    pub report: Value,
    pub outcome: Outcome,
}

/// The part of it that the workflow goes by.
pub(super) enum Outcome {
    Branch(Box<ValidationOutcome>),
    Impact(Box<ImpactOutcome>),
}

impl Validator {
    /// Puts the parts together.
    pub fn new(engine: Engine, repositories: Arc<dyn Repositories>, proofs: Arc<Proofs>) -> Self {
        Self { engine, repositories, proofs, lines: Arc::default() }
    }

    /// Carries out the next run; false: none waits.
    ///
    /// # Errors
    /// The database does not answer; the run is begun again later.
    pub async fn round(&self) -> AppResult<bool> {
        let Some(run) = claim(self.engine.store()).await.map_err(app)? else { return Ok(false) };
        let (state, escalated, config) = {
            let mut tx = self.engine.store().begin().await.map_err(app)?;
            let state = changes::load(&mut tx, ChangeRef::Id(run.change), false).await.map_err(app)?;
            let config = projects::config(&mut tx, &state.request.project).await.map_err(app)?;
            let found = store::audit::escalation(&mut tx, run.change).await.map_err(app)?;
            let escalated = state.request.metadata.breaking_change && found.is_some();
            (state, escalated, config)
        };
        let r = &state.request;
        let about = if state.workflow.source.is_some() { RunSubject::Branch } else { RunSubject::Impact };
        let subject = Subject { change: r.id, project: r.project.clone(), number: r.number, about };
        // A server before us may have begun: what it came to is shown until we know better.
        let mut conn = self.engine.store().connection().await.map_err(app)?;
        let before = store::validation::last(&mut conn, r.id).await.map_err(app)?;
        drop(conn);
        let before = before.filter(|before| before.id == run.id).map(|before| before.parts).unwrap_or_default();
        let parts = if run.worth_trying { Parts::again(about, &before) } else { Parts::left(about, before) };
        let parts = Arc::new(parts);
        let task = Task { run: &run, subject: &subject, state: &state, escalated, config: &config, parts: &parts };
        let result = if run.worth_trying {
            tokio::select! {
                result = self.run(&task) => result,
                // Ended by somebody else, or the database is away: what is still computed is for nobody.
                ended = self.tell(&run, &subject, &parts) => return ended.map(|()| true),
            }
        } else {
            Err(Failed::Because("It was begun several times and never came to an end.".to_owned()))
        };
        let at = self.engine.clock.now();
        match result {
            Ok(done) => {
                let finished = Finished { parts: parts.json(), result: Ok((done.digest, done.report)), at };
                self.engine.record_validation(&run, &subject, finished, done.outcome).await?;
            }
            Err(Failed::Because(why)) => {
                parts.fail(&why);
                let finished = Finished { parts: parts.json(), result: Err(why), at };
                self.engine.record_failure(&run, finished, Some((&subject, reach_digest(r)))).await?;
                self.whisper(&subject, format!("{} failed", subject.title())).await?;
            }
            Err(Failed::Later(error)) => return Err(error),
        }
        Ok(true)
    }

    async fn run(&self, task: &Task<'_>) -> Result<Found> {
        let Some(source) = task.state.workflow.source.clone() else { return self.analyse(task).await };
        let (Source { branch, base }, team, parts) = (source, task.state.request.team.clone(), task.parts);
        let named = branch.clone();
        let seen = task.state.workflow.validation.clone().filter(|seen| seen.branch == branch);
        let sight = self
            .begin(task, move |repositories, repository, config, declared| {
                let mut revisions = match repositories.revisions(repository, &named, base.as_deref()) {
                    Err(gone @ BranchError::NoBranch(_)) => merged_away(repositories, repository, seen.as_ref(), gone)?,
                    other => other?,
                };
                if let (true, Some(seen)) = (revisions.unknown_base, seen) {
                    keep_base(repositories, repository, &seen, &mut revisions)?;
                }
                read(repositories, repository, revisions, config, (declared, &team))
            })
            .await?;

        let digest = sight.digest();
        let known = store::validation::of_digest(self.engine.store(), &digest).await.map_err(app)?;
        let known = known.and_then(|report| serde_json::from_value::<Validation>(report).ok());
        let found = match known.filter(|found| found.proof.is_some() || sight.plan().is_none()) {
            Some(found) => {
                for part in ["migrations", "api", "code", "proof"] {
                    parts.begin(part);
                    parts.end(part, RunState::Done, "Known from an earlier run on the same files.");
                }
                found
            }
            None => self.found(&sight, parts).await?,
        };
        let at = self.engine.clock.now();
        let outcome = outcome(task.run.id, &branch, &sight, &found, task.state, at);
        Ok(Found { digest, report: report(&sight, &found), outcome: Outcome::Branch(Box::new(outcome)) })
    }

    async fn found(&self, sight: &Arc<Sight>, parts: &Arc<Parts>) -> Result<Validation> {
        let (looked, told) = (Arc::clone(sight), Arc::clone(parts));
        let mut found = apart(move || looked.look(&told)).await?;
        parts.begin("proof");
        let Some(plan) = sight.plan() else {
            parts.end("proof", RunState::Superseded, "Nothing to run.");
            return Ok(found);
        };
        match self.proven(&plan, parts).await? {
            Ok(proof) => {
                parts.end("proof", RunState::Done, verdict(&proof));
                found.add(proof, &sight.rules, &sight.base);
            }
            // The rest of the result stands; the rollback is left to people.
            Err(why) => parts.end("proof", RunState::Failed, format!("Not run: {why}.")),
        }
        Ok(found)
    }

    async fn proven(&self, plan: &Plan, parts: &Arc<Parts>) -> Result<std::result::Result<Proof, String>> {
        let digest = plan.digest();
        let store = self.engine.store();
        if let Some(known) = store::validation::proof(store, &digest).await.map_err(app)?
            && let Ok(proof) = serde_json::from_value::<Proof>(known)
        {
            return Ok(Ok(proof));
        }
        if self.proofs.busy() {
            parts.note("proof", "Waits for the proof of another change.");
        }
        let told = Arc::clone(parts);
        let proof = match self.proofs.prove(plan, PROOF, &move |news| told.note("proof", sentence(&news))).await {
            Ok(proof) => proof,
            Err(why) => return Ok(Err(why)),
        };
        let cut_short = proof.reasons.iter().any(|reason| matches!(reason, crate::proof::Reason::OutOfTime { .. }));
        if let Ok(json) = serde_json::to_value(&proof)
            && !cut_short
        {
            store::validation::keep_proof(store, &digest, &json, self.engine.clock.now()).await.map_err(app)?;
        }
        Ok(Ok(proof))
    }
}

/// A branch is deleted when it is merged: what was looked at last is what the main line holds.
fn merged_away(
    repositories: &dyn Repositories,
    repository: &str,
    seen: Option<&ValidationOutcome>,
    gone: BranchError,
) -> std::result::Result<Revisions, SourceError> {
    let Some(seen) = seen.filter(|seen| !seen.base.is_empty()) else { return Err(gone.into()) };
    match repositories.landed(repository, Some(&seen.base), &seen.head)? {
        Landing::Landed => {
            Ok(Revisions { head: seen.head.clone(), base: Some(seen.base.clone()), unknown_base: false })
        }
        Landing::WithMore(_) | Landing::Missing => Err(gone.into()),
    }
}

/// A branch that the main line has taken in without a merge is compared with what it was compared with before: with itself,
/// nothing of it would be new, and nothing would block.
fn keep_base(
    repositories: &dyn Repositories,
    repository: &str,
    seen: &ValidationOutcome,
    now: &mut Revisions,
) -> std::result::Result<(), SourceError> {
    if seen.base.is_empty() || seen.base == seen.head {
        return Ok(());
    }
    if seen.head != now.head && repositories.landed(repository, None, &seen.head)? == Landing::Missing {
        return Err(SourceError(format!(
            "The main line holds {} already, rebased since it was last validated, so that what it brought cannot be told. \
             Name the commit where it left the main line as what it is compared with.",
            seen.branch
        )));
    }
    now.base = Some(seen.base.clone());
    Ok(())
}

/// Work that must not hold up the server's own threads. A panic in it is a failed run, not a dead server.
pub(super) async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "a validation ended unexpectedly");
        Failed::Because("The analysis ended unexpectedly; the server's log has the cause.".to_owned())
    })
}

fn verdict(proof: &Proof) -> String {
    use crate::proof::Verdict;
    match proof.verdict {
        Verdict::Reversible if proof.met_no_row() => {
            "Reversible as far as it met rows: after down the schema is the base's, but what it does to some rows is not shown."
        }
        Verdict::Reversible => "Reversible: after down the schema is the base's and all rows are back.",
        Verdict::Irreversible => "It cannot be undone as written.",
        Verdict::Fails => "It fails.",
        Verdict::Unproven => "It could not be proven.",
    }
    .to_owned()
}

fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "Up",
        Direction::Down => "Down",
        Direction::UpAgain => "Up again",
    }
}

fn sentence(news: &Progress) -> String {
    match news {
        Progress::Base { done, total } => format!("Earlier migrations: {done} of {total}."),
        Progress::Seeding { done, total } => format!("Rows for the tables: {done} of {total}."),
        Progress::Begins { direction } => format!("{}.", way(*direction)),
        Progress::Statement { direction, place } => format!("{}: {}:{}.", way(*direction), place.path, place.line),
        Progress::Ended { direction, millis, .. } => format!("{}: over after {millis} ms.", way(*direction)),
        Progress::Again => "Once more with other rows.".to_owned(),
    }
}
