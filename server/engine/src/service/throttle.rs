//! Limits on guessing passwords, the same for all instances.

use super::Engine;
use crate::error::app;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{AppError, AppResult};
use store::{Tx, throttle};

/// How long a failure counts.
pub(super) const WINDOW: TimeDelta = TimeDelta::minutes(15);
const USER_LIMIT: i64 = 5;
const PEER_LIMIT: i64 = 20;

/// An attempt that counts as failed until it is known to be right.
pub(super) struct Attempt {
    user: String,
    rows: Vec<i64>,
}

fn plain(v: &str) -> String {
    v.chars().filter(|c| !c.is_control()).take(64).collect()
}

/// Begins an attempt for a user name, from an address if one is known.
///
/// # Errors
/// `TooMany` with the seconds until one more is allowed.
pub(super) async fn begin(engine: &Engine, user: &str, peer: Option<&str>, now: DateTime<Utc>) -> AppResult<Attempt> {
    let mut limits = vec![(format!("user:{}", plain(user)), USER_LIMIT)];
    limits.extend(peer.map(|p| (format!("address:{}", plain(p)), PEER_LIMIT)));
    let mut conn = engine.store.connection().await.map_err(app)?;
    let mut rows = Vec::new();
    let mut wait = None;
    for (subject, limit) in &limits {
        let row = throttle::note(&mut conn, subject, now).await.map_err(app)?;
        rows.push(row);
        let oldest = throttle::nth_newest(&mut conn, subject, now - WINDOW, row, *limit).await.map_err(app)?;
        wait = wait.max(oldest.map(|at| (at + WINDOW - now).num_seconds().max(0).unsigned_abs() + 1));
    }
    if let Some(seconds) = wait {
        // A refused attempt learns nothing, so it does not lengthen the wait.
        throttle::forget(&mut conn, &rows).await.map_err(app)?;
        return Err(AppError::TooMany(seconds));
    }
    Ok(Attempt { user: format!("user:{}", plain(user)), rows })
}

/// The attempt was right: the user's failures are forgotten, those of the address stay.
pub(super) async fn succeeded(tx: &mut Tx, attempt: &Attempt) -> AppResult<()> {
    throttle::clear(tx, &attempt.user).await.map_err(app)?;
    throttle::forget(tx, &attempt.rows).await.map_err(app)
}
