//! What the request says of itself against what the files do (SPEC R2.7).

use super::Declared;
use analysis::{Effect, Finding, Report, Severity};

/// A request that is not declared breaking, whose files break something.
pub(super) fn unannounced(declared: &Declared, report: &Report) -> Option<Finding> {
    if declared.breaking {
        return None;
    }
    let breaking: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| finding.effects.contains(&Effect::Breaking) && finding.severity != Severity::Notice)
        .collect();
    let first = breaking.first()?;
    let more = match breaking.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    Some(Finding {
        rule: "undeclared-breaking".to_owned(),
        severity: Severity::Error,
        effects: vec![Effect::Breaking, Effect::Incomplete],
        place: first.place.clone(),
        subject: first.subject.clone(),
        message: format!("The request is not declared breaking, but it breaks {}{more}.", first.subject),
        why: "A breaking change needs a migration strategy, a rollback plan and the architects' approval; a request that \
              does not say so would go past them."
            .to_owned(),
        fix: "Declare the request breaking, or take the change apart: expand first, move readers and writers, contract last."
            .to_owned(),
        readers: first.readers.clone(),
        fingerprint: Finding::fingerprint(&["undeclared-breaking"]),
    })
}
