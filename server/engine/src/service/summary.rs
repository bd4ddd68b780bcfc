//! What an operation did, in one sentence for the live stream.

use domain::change::{ChangeState, Command, Event};
use domain::words::Decision;

/// The sentence: how the change moved, else what was done.
pub(super) fn summary(state: &ChangeState, command: &Command, events: &[Event], actor: &str) -> String {
    let key = state.request.key();
    if events.iter().any(|e| matches!(e, Event::Closed)) {
        return format!("{key} was closed by {actor}");
    }
    let step = command.step().and_then(|id| state.workflow.step(id)).map_or("A step", |s| s.title.as_str());
    let done = match command {
        Command::Edit(_) => format!("{key} was edited by {actor}"),
        Command::Assign { assignee: Some(to) } if to == actor => format!("{key} was taken by {actor}"),
        Command::Assign { assignee: Some(to) } => format!("{key} was given to {to} by {actor}"),
        Command::Assign { assignee: None } => format!("{key} was given back by {actor}"),
        Command::StartStep { .. } => format!("{step} of {key} was begun by {actor}"),
        Command::StopStep { .. } => format!("{step} of {key} was put back by {actor}"),
        Command::CompleteStep { .. } => format!("{step} of {key} was completed by {actor}"),
        Command::ReopenStep { .. } => format!("{step} of {key} was reopened by {actor}"),
        Command::SkipStep { .. } => format!("{step} of {key} was marked not applicable by {actor}"),
        Command::RestoreStep { .. } => format!("{step} of {key} applies again, says {actor}"),
        Command::AddStep { title, .. } => format!("{} was added to {key} by {actor}", title.trim()),
        Command::MoveStep { .. } => format!("{step} of {key} was moved by {actor}"),
        Command::ReassignStep { owner, .. } => {
            format!("{step} of {key} was given to the role {} by {actor}", owner.label().to_lowercase())
        }
        Command::Approve { decision: Decision::Approve, .. } => format!("{step} of {key} was approved by {actor}"),
        Command::Approve { .. } => format!("{actor} asks for changes in {} of {key}", step.to_lowercase()),
        Command::Hold { .. } => format!("{key} was put on hold by {actor}"),
        Command::Resume => format!("{key} was resumed by {actor}"),
        Command::Cancel { .. } => format!("{key} was cancelled by {actor}"),
        Command::Reject { .. } => format!("{key} was rejected by {actor}"),
        Command::Comment { .. } => format!("{actor} commented on {key}"),
        Command::SetBranch { branch, .. } => format!("{key} is on the branch {} now, says {actor}", branch.trim()),
        Command::RemoveBranch { .. } => format!("{key} was taken off its branch by {actor}"),
        Command::RequestAnalysis => format!("{actor} asked for another impact analysis of {key}"),
        Command::RecordAnalysis(outcome) => format!("The impact of {key} was analysed: risk {}", outcome.risk),
        Command::RecordAnalysisFailure(_) => format!("The impact of {key} could not be analysed"),
        Command::RequestValidation => format!("{actor} asked for another validation of {key}"),
        Command::RecordValidation(_) => validated(&key, state, events),
        Command::RequestWaiver { .. } => format!("{actor} asks for a waiver in {key}"),
        Command::DecideWaiver { .. } => {
            let decided = events.iter().find_map(|e| match e {
                Event::WaiverDecided { id, decision, .. } => {
                    state.workflow.waivers.iter().find(|waiver| waiver.id == *id).map(|waiver| waiver.word(decision))
                }
                _ => None,
            });
            format!("A waiver in {key} was {} by {actor}", decided.unwrap_or("decided"))
        }
        Command::Recheck => format!("A waiver in {key} has expired"),
    };
    let from = events.iter().find_map(|e| match e {
        Event::StageAdvanced { from, .. } | Event::StageReopened { from, .. } => Some(*from),
        _ => None,
    });
    match from.filter(|from| *from != state.request.stage) {
        // What moved it matters where people decided; else the move says it all.
        Some(from) if matters(command) => {
            format!("{done}; it moved from {} to {}", from.label(), state.request.stage.label())
        }
        Some(from) => format!("{key} moved from {} to {}", from.label(), state.request.stage.label()),
        None => done,
    }
}

/// The command says more than the move that follows from it.
fn matters(command: &Command) -> bool {
    matches!(
        command,
        Command::Approve { .. }
            | Command::Edit(_)
            | Command::ReopenStep { .. }
            | Command::RecordValidation(_)
            | Command::RecordAnalysis(_)
            | Command::RemoveBranch { .. }
            | Command::Recheck
    )
}

fn validated(key: &str, state: &ChangeState, events: &[Event]) -> String {
    let escalated = events.iter().find_map(|e| if let Event::Escalated { reason } = e { Some(reason) } else { None });
    match (escalated, state.failures().len()) {
        (Some(reason), _) => format!("{key} is treated as breaking now: {reason}"),
        (None, 0) => format!("{key} was validated; nothing blocks"),
        (None, 1) => format!("{key} was validated; 1 finding blocks"),
        (None, count) => format!("{key} was validated; {count} findings block"),
    }
}
