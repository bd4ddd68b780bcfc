//! The base history: from the longest snapshot that is a part of it, and kept as a snapshot itself.

use super::model::{Progress, Reason};
use super::{Plan, limit, script};
use analysis::Place;
use analysis::history::Transaction;
use std::time::Instant;
use store::scratch::{Database, Scratch, ScratchError, Session};

/// Gives a database with the base applied, how many migrations were reused, and how long it took; or why the base
/// cannot be applied.
pub(super) async fn database(
    scratch: &Scratch,
    plan: &Plan,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Result<(Database, usize), Reason>, ScratchError> {
    let keys = plan.keys();
    let total = keys.len();
    let reused = scratch.known(&keys).await.unwrap_or(0);
    let key = |count: usize| count.checked_sub(1).and_then(|at| keys.get(at));
    progress(Progress::Base { done: reused, total });
    if reused < total {
        let building = match scratch.database(key(reused).map(String::as_str)).await {
            // It was removed meanwhile.
            Err(ScratchError::NoSnapshot(_)) => return Box::pin(database(scratch, plan, progress)).await,
            made => made?,
        };
        let mut session = building.session().await?;
        let mut told = Instant::now();
        for (at, migration) in plan.base.iter().enumerate().skip(reused) {
            if let Some(reason) = apply(&building, &mut session, &migration.up).await? {
                drop(session);
                building.close().await?;
                return Ok(Err(reason));
            }
            if told.elapsed().as_millis() > 100 {
                progress(Progress::Base { done: at + 1, total });
                told = Instant::now();
            }
        }
        drop(session);
        if let Some(key) = key(total) {
            building.freeze(key).await?;
        }
    }
    progress(Progress::Base { done: total, total });
    let made = scratch.database(key(total).map(String::as_str)).await?;
    Ok(Ok((made, reused)))
}

/// Applies one migration; gives why it cannot be applied.
async fn apply(
    database: &Database,
    session: &mut Session,
    up: &analysis::history::Script,
) -> Result<Option<Reason>, ScratchError> {
    // A message with several statements is a transaction.
    if up.transaction != Transaction::Never && !script::may_copy(up) {
        let Err(failure) = session.plain(up.sql()).await else { return Ok(None) };
        if !session.is_alive() {
            let place = Place::new(&up.path, &up.text, up.span.start, up.span.end);
            return Ok(Some(Reason::BaseFails { place, failure }));
        }
        // It may have opened a transaction of its own.
        let _ = session.rollback().await;
    }
    // Again, slowly: to know the place, and to make what the history takes for granted.
    let runs = script::run(database, session, up, &|_| ()).await?;
    let failed = runs.into_iter().find_map(|run| Some((run.place, run.failure?)));
    let fails = |place, failure| Reason::BaseFails { place, failure };
    Ok(failed.map(|(place, failure)| limit::or(place, failure, true, fails)))
}
