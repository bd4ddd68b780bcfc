//! What runs beside the requests.

use super::Wired;
use engine::Engine;
use engine::jobs::Validator;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

/// Pause between two rounds of the jobs.
const TICK: Duration = Duration::from_secs(30);

/// Pause between two looks at an empty queue.
const IDLE: Duration = Duration::from_millis(500);
/// Pause after a failure.
const AWAY: Duration = Duration::from_secs(5);
/// Validations that go on at once. Proofs go one after the other: a slow one must not hold up what only reads.
const VALIDATIONS: usize = 3;
/// Pause between two looks at the branches.
const WATCH: Duration = Duration::from_secs(15);

/// Starts all of it.
pub fn start(wired: &Wired) -> JoinSet<()> {
    let (signal, drive) = wired.engine.listen();
    let state = &wired.state;
    let mut tasks = JoinSet::new();
    tasks.spawn(drive);
    tasks.spawn(state.hub.clone().follow(Arc::clone(&state.api), signal, state.stopping.clone()));
    tasks.spawn(jobs(wired.engine.clone(), state.stopping.clone()));
    for _ in 0..VALIDATIONS {
        tasks.spawn(validations(wired.validator.clone(), state.stopping.clone()));
    }
    tasks.spawn(branches(wired.validator.clone(), state.stopping.clone()));
    tasks
}

/// Carries out validations, one after the other.
async fn validations(validator: Validator, mut stopping: watch::Receiver<bool>) {
    while !*stopping.borrow() {
        let pause = match validator.round().await {
            Ok(true) => Duration::ZERO,
            Ok(false) => IDLE,
            Err(cause) => {
                tracing::warn!(%cause, "a validation was interrupted; it begins again later");
                AWAY
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopping.changed() => {}
        }
    }
}

/// Sees branches move and waivers end.
async fn branches(validator: Validator, mut stopping: watch::Receiver<bool>) {
    let mut clock = interval(WATCH);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !*stopping.borrow() {
        tokio::select! {
            _ = clock.tick() => if let Err(cause) = validator.watch().await {
                tracing::warn!(%cause, "the branches could not be looked at; the next round makes up for it");
            },
            _ = stopping.changed() => {}
        }
    }
}

async fn jobs(engine: Engine, mut stopping: watch::Receiver<bool>) {
    let mut clock = interval(TICK);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !*stopping.borrow() {
        tokio::select! {
            _ = clock.tick() => if let Err(cause) = engine.tick().await {
                tracing::warn!(%cause, "a round of the jobs failed; the next one makes up for it");
            },
            _ = stopping.changed() => {}
        }
    }
}
