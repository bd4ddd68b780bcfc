//! The figures of the start page, beside those of a month ago.

use super::Engine;
use crate::error::app;
use chrono::{DateTime, Duration, DurationRound, Utc};
use domain::AppResult;
use domain::api::Figure;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::Tx;
use store::changes::{self, Ended, Live};

/// Most sets of projects whose figures are kept.
const KEPT: usize = 256;

/// The four figures.
pub(super) struct Figures {
    pub open: Figure,
    pub blocked: Figure,
    pub cycle_days: Figure,
    pub success_percent: Figure,
}

/// What only ended changes and past days decide. It stays the same until another change ends or the hour is over, and
/// is costly where thousands ended, so it is kept in between.
#[derive(Clone, Copy)]
struct Past {
    /// The hour, and when a change ended last.
    of: (DateTime<Utc>, Option<DateTime<Utc>>),
    ended: Ended,
    live_before: Live,
    ended_before: Ended,
}

/// What was found last, by set of projects.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<HashMap<Vec<String>, Past>>>);

impl Memory {
    fn find(&self, projects: &[String]) -> Option<Past> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(projects).copied()
    }

    fn keep(&self, projects: &[String], past: Past) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(projects.to_vec(), past);
    }
}

impl Engine {
    pub(super) async fn figures(&self, tx: &mut Tx, projects: &[String]) -> AppResult<Figures> {
        let live = changes::live(tx, projects).await.map_err(app)?;
        let past = self.past(tx, projects).await?;
        // Without any change at that time there is nothing to compare with.
        let known = past.live_before.open > 0 || past.ended_before.success_percent.is_some();
        let figure =
            |value: i64, before: i64| Figure { value: Some(value as f64), before: known.then_some(before as f64) };
        Ok(Figures {
            open: figure(live.open, past.live_before.open),
            blocked: figure(live.blocked, past.live_before.blocked),
            cycle_days: Figure { value: past.ended.cycle_days, before: past.ended_before.cycle_days },
            success_percent: Figure { value: past.ended.success_percent, before: past.ended_before.success_percent },
        })
    }

    async fn past(&self, tx: &mut Tx, projects: &[String]) -> AppResult<Past> {
        let (now, month) = (self.clock.now(), Duration::days(30));
        let hour = now.duration_trunc(Duration::hours(1)).unwrap_or(now);
        let of = (hour, changes::last_end(tx, projects).await.map_err(app)?);
        if let Some(past) = self.memory.find(projects).filter(|past| past.of == of) {
            return Ok(past);
        }
        let (before, earlier) = (hour - month, hour - month - month);
        let past = Past {
            of,
            ended: changes::ended(tx, projects, before, now).await.map_err(app)?,
            live_before: changes::live_at(tx, projects, before).await.map_err(app)?,
            ended_before: changes::ended(tx, projects, earlier, before).await.map_err(app)?,
        };
        self.memory.keep(projects, past);
        Ok(past)
    }
}
