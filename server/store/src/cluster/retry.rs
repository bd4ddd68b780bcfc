//! How often a start is tried, and when.

use std::time::Duration;

use tokio::process::Child;

use super::{
    ClusterError,
    process::{Runner, Running},
    supervisor::Started,
};

const FIRST_PAUSE: Duration = Duration::from_millis(25);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// So many ends in quick succession are answered at once.
const FREE_ENDS: u32 = 5;
/// Tries of the first start: children of a killed postmaster may need a moment to leave.
const FIRST_TRIES: u32 = 8;

/// Starts, or finds out within seconds that it cannot.
pub(super) async fn first_start(runner: &Runner, slot: &mut Option<Child>) -> Result<(Running, Started), ClusterError> {
    let mut pause = FIRST_PAUSE;
    for attempt in 1.. {
        let error = match runner.ensure(slot).await {
            Ok(running) => match (runner.options(&running.file), running.file.socket_dir.clone()) {
                (Some(options), Some(socket_dir)) => {
                    let (base, log) = (runner.layout.base().to_owned(), runner.layout.log());
                    let binaries = runner.binaries.clone();
                    return Ok((running, Started { base, log, socket_dir, options, binaries }));
                }
                _ => ClusterError::Ended,
            },
            Err(error) => error,
        };
        if error.is_lasting() || attempt == FIRST_TRIES {
            return Err(error);
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
    Err(ClusterError::Ended)
}

/// After a few ends in quick succession PostgreSQL is let rest before the next start.
pub(super) fn rest_after(quick_ends: u32) -> Duration {
    match quick_ends.checked_sub(FREE_ENDS) {
        None | Some(0) => Duration::ZERO,
        Some(more) => (FIRST_PAUSE * 2_u32.pow(more.min(10))).min(LONGEST_PAUSE),
    }
}

/// Tries for ever, less and less often.
pub(super) async fn start_again(runner: &Runner, slot: &mut Option<Child>, rest: Duration) -> Running {
    tokio::time::sleep(rest).await;
    let mut pause = FIRST_PAUSE;
    loop {
        match runner.ensure(slot).await {
            Ok(running) => return running,
            Err(error) => {
                tracing::error!(%error, again_in = ?pause, "PostgreSQL does not start");
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_loop_is_slowed_down() {
        assert_eq!(rest_after(FREE_ENDS), Duration::ZERO);
        assert!(rest_after(FREE_ENDS + 1) < rest_after(FREE_ENDS + 2));
        assert_eq!(rest_after(u32::MAX), LONGEST_PAUSE);
    }
}
