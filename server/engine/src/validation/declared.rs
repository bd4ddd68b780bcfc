//! What the request says of itself against what the files do (SPEC R2.7).

use super::Declared;
use analysis::{Effect, Finding, Report, Severity};

/// A request that was not declared breaking, whose files break something. Once it is treated as breaking nothing goes past
/// anybody, and what is left is to be known.
pub(super) fn unannounced(declared: &Declared, report: &Report) -> Option<Finding> {
    if declared.breaking && !declared.escalated {
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
    let broken = format!("{}{more}", first.subject);
    let (severity, message, why, fix) = match declared.escalated {
        false => (
            Severity::Error,
            format!("The request is not declared breaking, but it breaks {broken}."),
            "A breaking change needs a migration strategy, a rollback plan and the architects' approval; a request that \
             does not say so would go past them.",
            "Declare the request breaking, or take the change apart: expand first, move readers and writers, contract last.",
        ),
        true => (
            Severity::Notice,
            format!("The request was not declared breaking, but it breaks {broken}; so it is treated as breaking."),
            "What a breaking change needs is asked for now, so that this holds up nothing any more; whoever approves \
             should know that it was not meant to break anything.",
            "Nothing, if it has to break. Else mend the branch, and take the mark “breaking change” off the request.",
        ),
    };
    Some(Finding {
        rule: "undeclared-breaking".to_owned(),
        severity,
        effects: vec![Effect::Breaking, Effect::Incomplete],
        place: first.place.clone(),
        subject: first.subject.clone(),
        message,
        why: why.to_owned(),
        fix: fix.to_owned(),
        readers: first.readers.clone(),
        fingerprint: Finding::fingerprint(&["undeclared-breaking"]),
    })
}
