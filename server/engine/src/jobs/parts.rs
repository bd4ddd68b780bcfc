//! The parts of a run, as people watch them.

use super::Validator;
use crate::error::app;
use domain::AppResult;
use domain::api::RunPart;
use domain::words::{RunState, RunSubject};
use serde_json::Value;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::events::NewEvent;
use store::validation::Claimed;
use uuid::Uuid;

/// Names of the parts, in their order, with their titles.
const PARTS: [(&str, &str); 5] = [
    ("branch", "Read the branch"),
    ("migrations", "Check migrations"),
    ("api", "Compare the API document"),
    ("code", "Find who reads it"),
    ("proof", "Run up, down, up on a scratch database"),
];

/// The same of an analysis of the impact, which has no branch to read.
const IMPACT: [(&str, &str); 3] =
    [("branch", "Read the main line"), ("schema", "Read the schema"), ("code", "Find who reads it")];

/// News is passed on at most this often while a part goes on.
const PAUSE: Duration = Duration::from_millis(250);

/// The parts of a run that goes on; shared with the threads that do the work.
pub(super) struct Parts {
    inner: Mutex<Inner>,
}

struct Inner {
    parts: Vec<RunPart>,
    begun: Instant,
    fresh: bool,
}

impl Parts {
    /// Those of a run that begins, with what an earlier server said of each.
    pub fn again(about: RunSubject, before: &[RunPart]) -> Self {
        let named: &[(&str, &str)] = match about {
            RunSubject::Branch => &PARTS,
            RunSubject::Impact => &IMPACT,
        };
        let part = |(id, title): &(&str, &str)| {
            let known = before.iter().find(|part| part.id == *id);
            RunPart {
                id: (*id).to_owned(),
                title: (*title).to_owned(),
                state: RunState::Queued,
                note: known.map(|part| part.note.clone()).unwrap_or_default(),
                millis: known.map(|part| part.millis).unwrap_or_default(),
            }
        };
        Self::of(named.iter().map(part).collect())
    }

    /// Those of a run that is not begun again, as the last server left them.
    pub fn left(about: RunSubject, before: Vec<RunPart>) -> Self {
        if before.is_empty() { Self::again(about, &before) } else { Self::of(before) }
    }

    fn of(parts: Vec<RunPart>) -> Self {
        Self { inner: Mutex::new(Inner { parts, begun: Instant::now(), fresh: true }) }
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The part begins.
    pub fn begin(&self, id: &str) {
        self.with(|inner| {
            inner.begun = Instant::now();
            inner.set(id, RunState::Running, None);
        });
    }

    /// What the part is doing.
    pub fn note(&self, id: &str, note: impl Into<String>) {
        self.with(|inner| inner.set(id, RunState::Running, Some(note.into())));
    }

    /// The part is over.
    pub fn end(&self, id: &str, state: RunState, note: impl Into<String>) {
        self.with(|inner| {
            let millis = u64::try_from(inner.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            inner.set(id, state, Some(note.into()));
            if let Some(part) = inner.parts.iter_mut().find(|part| part.id == id) {
                part.millis = millis;
            }
        });
    }

    /// What came out of a part that is over.
    pub fn say(&self, id: &str, note: impl Into<String>) {
        self.with(|inner| {
            if let Some(part) = inner.parts.iter_mut().find(|part| part.id == id) {
                part.note = note.into();
                inner.fresh = true;
            }
        });
    }

    /// Whatever goes on has failed; the rest is left out.
    pub fn fail(&self, why: &str) {
        self.with(|inner| {
            for part in &mut inner.parts {
                match part.state {
                    RunState::Running => {
                        part.state = RunState::Failed;
                        // What it was doing is the best hint there is.
                        part.note = [part.note.as_str(), why].join(" ").trim().to_owned();
                    }
                    RunState::Queued => part.state = RunState::Superseded,
                    _ => {}
                }
            }
            inner.fresh = true;
        });
    }

    /// As they are stored.
    pub fn json(&self) -> Value {
        self.with(|inner| serde_json::to_value(&inner.parts).unwrap_or_default())
    }

    /// True once after something has happened.
    fn take_news(&self) -> bool {
        self.with(|inner| std::mem::take(&mut inner.fresh))
    }
}

impl Inner {
    fn set(&mut self, id: &str, state: RunState, note: Option<String>) {
        if let Some(part) = self.parts.iter_mut().find(|part| part.id == id) {
            part.state = state;
            if let Some(note) = note {
                part.note = note.replace(char::is_control, " ");
            }
            self.fresh = true;
        }
    }
}

/// Whose run it is, for the live stream.
pub(super) struct Subject {
    pub change: Uuid,
    pub project: String,
    pub number: i64,
    pub about: RunSubject,
}

impl Subject {
    /// `validated`, or `analysed`.
    fn verb(&self) -> &'static str {
        match self.about {
            RunSubject::Branch => "validated",
            RunSubject::Impact => "analysed",
        }
    }

    /// `The validation of CHG-7`, or `The impact analysis of CHG-7`.
    pub fn title(&self) -> String {
        let what = match self.about {
            RunSubject::Branch => "validation",
            RunSubject::Impact => "impact analysis",
        };
        format!("The {what} of CHG-{}", self.number)
    }
}

impl Validator {
    /// Passes the news of a run on until it is ours no longer; also its signs of life.
    pub(super) async fn tell(&self, run: &Claimed, subject: &Subject, parts: &Parts) -> AppResult<()> {
        let mut quiet = Instant::now();
        loop {
            let news = parts.take_news();
            if news || quiet.elapsed() > Duration::from_secs(10) {
                quiet = Instant::now();
                if !self.tell_once(run, subject, parts, None).await? {
                    return Ok(());
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// One piece of news; false: the run is not ours any more.
    pub(super) async fn tell_once(
        &self,
        run: &Claimed,
        subject: &Subject,
        parts: &Parts,
        commits: Option<(&str, Option<&str>)>,
    ) -> AppResult<bool> {
        let (head, base) = commits.map_or((None, None), |(head, base)| (Some(head), base));
        let store = self.engine.store();
        let ours = store::validation::report(store, run.id, &parts.json(), head, base).await.map_err(app)?;
        if ours {
            self.whisper(subject, format!("CHG-{} is being {}", subject.number, subject.verb())).await?;
        }
        Ok(ours)
    }

    /// An event that alters nothing: who shows the change reads its validation again.
    pub(super) async fn whisper(&self, subject: &Subject, summary: String) -> AppResult<()> {
        let event = NewEvent {
            project: Some(subject.project.clone()),
            change_id: Some(subject.change),
            number: Some(subject.number),
            action: "validation.progress".to_owned(),
            actor: domain::access::SYSTEM.to_owned(),
            summary,
            version: None,
            at: self.engine.clock.now(),
        };
        let mut conn = self.engine.store().connection().await.map_err(app)?;
        store::events::emit(&mut conn, &event).await.map_err(app)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parts: &Parts) -> Vec<RunPart> {
        serde_json::from_value(parts.json()).unwrap()
    }

    #[test]
    fn what_a_dead_server_said_is_kept_until_more_is_known() {
        let first = Parts::again(RunSubject::Branch, &[]);
        first.begin("branch");
        first.end("branch", RunState::Done, "c1 against c0.");
        first.begin("proof");
        first.note("proof", "Up: 002.sql:3.");

        let again = Parts::again(RunSubject::Branch, &shown(&first));
        let now = shown(&again);
        assert!(now.iter().all(|part| part.state == RunState::Queued));
        assert_eq!((now[0].note.as_str(), now[4].note.as_str()), ("c1 against c0.", "Up: 002.sql:3."));
        again.begin("branch");
        again.end("branch", RunState::Done, "c2 against c0.");
        assert_eq!(shown(&again)[0].note, "c2 against c0.");

        // A run that is given up says at what.
        let left = Parts::left(RunSubject::Branch, shown(&first));
        left.fail("It was begun several times.");
        let now = shown(&left);
        assert_eq!((now[0].state, now[0].note.as_str()), (RunState::Done, "c1 against c0."));
        assert_eq!(
            (now[4].state, now[4].note.as_str()),
            (RunState::Failed, "Up: 002.sql:3. It was begun several times.")
        );
    }
}
