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
    };
    let from = events.iter().find_map(|e| match e {
        Event::StageAdvanced { from, .. } | Event::StageReopened { from, .. } => Some(*from),
        _ => None,
    });
    match from.filter(|from| *from != state.request.stage) {
        // What moved it matters where people decided; else the move says it all.
        Some(from) if matches!(command, Command::Approve { .. } | Command::Edit(_) | Command::ReopenStep { .. }) => {
            format!("{done}; it moved from {} to {}", from.label(), state.request.stage.label())
        }
        Some(from) => format!("{key} moved from {} to {}", from.label(), state.request.stage.label()),
        None => done,
    }
}
