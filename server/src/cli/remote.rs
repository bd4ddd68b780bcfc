//! `change-mgmt validate --server`: the server looks at the change's branch, and this waits for it.

use super::{
    App,
    client::Client,
    exit::{Failure, Outcome},
    output::{BOLD, DIM, GREEN, RED, YELLOW, clean, count, paint},
};
use domain::api::{ChangeRef, ValidationRun, ValidationView};
use domain::words::RunState;
use std::time::Duration;

/// Pause between two looks at a run.
pub const PAUSE: Duration = Duration::from_millis(400);

/// Asks for a run, shows its parts as they end, and then what blocks.
///
/// # Errors
/// The server's refusal; the run fails; something blocks.
pub async fn run(app: &App, change: ChangeRef) -> Outcome {
    let client = app.client()?;
    let asked = client.request_validation(change).await?;
    let mut view = asked;
    let mut shown = 0;
    while goes_on(view.run.as_ref()) {
        shown = parts(app, view.run.as_ref(), shown);
        tokio::time::sleep(PAUSE).await;
        view = client.validation(change).await?;
    }
    parts(app, view.run.as_ref(), shown);
    finish(app, &client, change, &view).await
}

/// The run waits or goes on.
pub fn goes_on(run: Option<&ValidationRun>) -> bool {
    run.is_some_and(|run| matches!(run.state, RunState::Queued | RunState::Running))
}

/// Prints the parts that are over; gives how many there are by now.
pub fn parts(app: &App, run: Option<&ValidationRun>, shown: usize) -> usize {
    let over = |run: &ValidationRun| {
        run.parts.iter().take_while(|p| !matches!(p.state, RunState::Queued | RunState::Running)).count()
    };
    let Some(run) = run else { return shown };
    let now = over(run).max(shown);
    for part in run.parts.iter().take(now).skip(shown) {
        let mark = match part.state {
            RunState::Done => paint(GREEN, "✓"),
            RunState::Failed => paint(RED, "✗"),
            _ => paint(DIM, "–"),
        };
        app.out.note(format!("{mark} {}  {}", part.title, paint(DIM, &clean(&part.note))));
    }
    now
}

async fn finish(app: &App, client: &Client, change: ChangeRef, view: &ValidationView) -> Outcome {
    if let Some(ValidationRun { state: RunState::Failed, error, .. }) = &view.run {
        return Err(Failure::Other(format!(
            "The validation failed: {}",
            error.as_deref().unwrap_or("no reason given")
        )));
    }
    let blocking = view.blocked.len();
    if app.out.json {
        app.out.json(&client.validation_report(change).await?)?;
    } else {
        let outcome = view.outcome.as_ref();
        for found in outcome.map(|o| o.blocking.as_slice()).unwrap_or_default() {
            let waived = view.waivers.iter().any(|w| w.counts && w.waiver.fingerprint == found.fingerprint);
            let word = if waived { paint(YELLOW, "waived") } else { paint(RED, "error") };
            app.out.line(format!("{word}[{}] {}", found.rule, paint(BOLD, &clean(&found.message))))?;
            if let Some(place) = &found.place {
                app.out.line(clean(&format!("  at {place}")))?;
            }
            for reader in &found.readers {
                app.out.line(clean(&format!("  read by {reader}")))?;
            }
            app.out.line(paint(DIM, &format!("  fingerprint {}", found.fingerprint)).to_string())?;
        }
        if let Some(outcome) = outcome {
            app.out.note(format!(
                "{}; {}",
                count(outcome.warnings as usize, "further finding"),
                client.page(&format!("/changes/{change}#validation"))
            ));
        }
    }
    if blocking > 0 { Err(Failure::Findings(blocking)) } else { Ok(()) }
}
