//! `change-mgmt validate --server`: the server looks at the change's branch, and this waits for it.

use super::{
    App,
    client::Client,
    exit::{Failure, Outcome},
    output::{DIM, GREEN, RED, YELLOW, clean, paint},
    validate::{Written, ended},
};
use analysis::Files;
use domain::api::{ChangeRef, ValidationRun, ValidationView};
use domain::words::RunState;
use engine::validation::Validation;
use std::time::Duration;

/// Pause between two looks at a run.
pub const PAUSE: Duration = Duration::from_millis(400);
/// Looks for the run that follows one that is out of date.
const LOOKS: u32 = 50;

/// Asks for a run, shows its parts as they end, and then what it found.
///
/// # Errors
/// The server's refusal; the run fails; something blocks.
pub async fn run(app: &App, change: ChangeRef, written: &Written<'_>) -> Outcome {
    let client = app.client()?;
    let asked = client.request_validation(change).await?;
    let mut view = asked;
    let mut shown = 0;
    let mut looks = 0;
    while goes_on(view.run.as_ref()) || (is_late(&view) && looks < LOOKS) {
        looks += u32::from(is_late(&view));
        shown = parts(app, view.run.as_ref(), shown);
        tokio::time::sleep(PAUSE).await;
        view = client.validation(change).await?;
    }
    parts(app, view.run.as_ref(), shown);
    finish(app, &client, change, &view, written).await
}

/// The run is over, and out of date already: another one is about to begin.
fn is_late(view: &ValidationView) -> bool {
    !view.current && view.run.as_ref().is_some_and(|run| run.state == RunState::Done)
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

async fn finish(
    app: &App,
    client: &Client,
    change: ChangeRef,
    view: &ValidationView,
    written: &Written<'_>,
) -> Outcome {
    if let Some(ValidationRun { state: RunState::Failed, error, .. }) = &view.run {
        return Err(Failure::Other(format!(
            "The validation failed: {}",
            error.as_deref().unwrap_or("no reason given")
        )));
    }
    let report = client.validation_report(change).await?.report;
    let texts = report["scriptTexts"].as_object().into_iter().flatten();
    let files: Files =
        texts.filter_map(|(path, text)| Some((path.clone(), text.as_str()?.as_bytes().to_vec()))).collect();
    let notes: Vec<String> =
        report["notes"].as_array().into_iter().flatten().filter_map(|note| note.as_str().map(str::to_owned)).collect();
    let found: Validation = serde_json::from_value(report)
        .map_err(|e| Failure::Other(format!("This program is older or newer than the server: {e}.")))?;
    let shown = written.write(app, &found, &files).and_then(|()| {
        if written.is_shown() {
            fingerprints(app, view)?;
            notes.iter().for_each(|note| app.out.note(clean(note)));
            app.out.note(client.page(&format!("/changes/{change}#validation")));
        }
        Ok(())
    });
    // What was found of another head, base or request says nothing of whether this one may pass.
    if !view.current {
        let words = "The branch or the request has changed since this was found. Run the command again.";
        return Err(Failure::Other(words.to_owned()));
    }
    ended(shown, view.blocking())
}

/// What a waiver is asked for by, of each finding that blocks.
fn fingerprints(app: &App, view: &ValidationView) -> Outcome {
    for found in view.outcome.iter().flat_map(|outcome| &outcome.blocking) {
        let waived = view.waivers.iter().any(|w| w.counts && w.waiver.fingerprint == found.fingerprint);
        let word = if waived { paint(YELLOW, "waived") } else { paint(RED, "blocks") };
        let place = found.place.as_ref().map(|place| format!("  {place}")).unwrap_or_default();
        app.out.line(format!("{word}  {}  {}{}", found.fingerprint, found.rule, clean(&place)))?;
    }
    if let Some(more) = view.outcome.as_ref().map(|outcome| outcome.unlisted).filter(|more| *more > 0) {
        app.out.line(format!(
            "{}  {more} more, listed here once those above are mended or waived",
            paint(RED, "blocks")
        ))?;
    }
    Ok(())
}
