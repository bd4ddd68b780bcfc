//! What runs beside the requests.

use super::Wired;
use engine::Engine;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

/// Pause between two rounds of the jobs.
const TICK: Duration = Duration::from_secs(30);

/// Starts all of it.
pub fn start(wired: &Wired) -> JoinSet<()> {
    let (signal, drive) = wired.engine.listen();
    let state = &wired.state;
    let mut tasks = JoinSet::new();
    tasks.spawn(drive);
    tasks.spawn(state.hub.clone().follow(Arc::clone(&state.api), signal, state.stopping.clone()));
    tasks.spawn(jobs(wired.engine.clone(), state.stopping.clone()));
    tasks
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
