//! What altered between two readings of a change.

use domain::api::ChangeDetail;
use domain::words::{Stage, StepStatus};
use std::collections::BTreeSet;

/// What differs: ids to highlight and sentences to say; `None` where `new` is another change or older.
pub fn difference(old: &ChangeDetail, new: &ChangeDetail) -> Option<(BTreeSet<String>, Vec<String>)> {
    let (was, is) = (&old.change, &new.change);
    if was.id != is.id || is.version < was.version {
        return None;
    }
    let (mut altered, mut said) = (BTreeSet::new(), Vec::new());
    for step in &new.steps {
        let before = old.steps.iter().find(|s| s.step.id == step.step.id).map(|s| s.status);
        if before != Some(step.status) {
            altered.insert(format!("card-{}", step.step.id));
            altered.insert(format!("step-{}", step.step.id));
        }
        if let Some(before) =
            before.filter(|b| *b != step.status && step.status != StepStatus::Blocked && *b != StepStatus::Blocked)
        {
            said.push(format!(
                "{}: {} moved from {} to {}.",
                is.key(),
                step.step.title,
                before.label(),
                step.status.label()
            ));
        }
    }
    if was.stage != is.stage {
        let place = is.stage.index() + 1;
        said.push(format!(
            "{} moved from {} to {}, {place} of {}.",
            is.key(),
            was.stage.label(),
            is.stage.label(),
            Stage::ALL.len()
        ));
    }
    if was.status != is.status {
        said.push(format!("{} is {}.", is.key(), is.status.label().to_lowercase()));
    }
    for comment in new.comments.iter().filter(|c| !old.comments.iter().any(|o| o.id == c.id)) {
        altered.insert(format!("comment-{}", comment.id));
        said.push(format!("{}: new comment by {}.", is.key(), comment.by));
    }
    Some((altered, said))
}
