//! How dangerous and how much work, each with its reasons.

use super::report::{Impact, ObjectKind};
use crate::code::Access;
use crate::completeness::Operation;
use serde::{Deserialize, Serialize};

/// How much can go wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Nothing that works today is touched.
    #[default]
    Low,
    /// Something that works today is touched.
    Medium,
    /// Something that works today stops working unless all goes with it.
    High,
    /// The same, and it cannot be taken back or reaches clients.
    Critical,
}

/// How much work it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "sizes as people say them")]
pub enum Effort {
    #[default]
    Xs,
    S,
    M,
    L,
    Xl,
}

/// More reached things never make it less risky or less work.
pub(crate) fn rate(operations: &[Operation], impact: &mut Impact) {
    let mut risk = Risk::Low;
    let mut reasons = Vec::new();
    let mut at_least = |level: Risk, reason: String| {
        risk = risk.max(level);
        reasons.push(reason);
    };
    let readers = impact.code.len();
    for operation in operations {
        let Some(breaks) = operation.breaks() else {
            match operation {
                Operation::AddTable { .. } | Operation::AddEndpoint { .. } | Operation::AddRepositoryMethod { .. } => {}
                Operation::AddColumn { .. } | Operation::ModifyEndpoint { .. } => {}
                Operation::MigrateData { .. } => {
                    at_least(Risk::Medium, format!("{}: rows are rewritten", operation.summary()))
                }
                _ => at_least(
                    Risk::Medium,
                    format!("{}: statements that work today can be refused or become slow", operation.summary()),
                ),
            }
            continue;
        };
        at_least(Risk::High, format!("{}: {breaks}", operation.summary()));
        if operation.loses_data() {
            at_least(
                Risk::Critical,
                format!("{}: what is lost cannot be brought back by a migration", operation.summary()),
            );
        }
    }
    let breaking = operations.iter().any(|operation| operation.breaks().is_some());
    if breaking && !impact.clients.is_empty() {
        at_least(Risk::Critical, format!("a breaking operation reaches {} client calls", impact.clients.len()));
    }
    let views = impact.objects.iter().filter(|object| object.kind == ObjectKind::View).count();
    if breaking && views > 0 {
        at_least(Risk::High, format!("{views} views depend on what changes"));
    }
    if readers > 0 {
        let writes = impact.code.iter().filter(|one| one.access == Access::Write).count();
        at_least(Risk::Low, format!("{readers} places in the code use what changes, {writes} of them write it"));
    }
    if reasons.is_empty() {
        reasons.push("nothing that works today is touched".to_owned());
    }
    impact.risk = risk;
    impact.risk_reasons = reasons;
    effort(operations, impact);
}

fn effort(operations: &[Operation], impact: &mut Impact) {
    let breaking = operations.iter().filter(|operation| operation.breaks().is_some()).count();
    let parts = [
        (operations.len(), 1, "operations"),
        // Breaking ones need an expand and a contract step each.
        (breaking, 4, "of them break and need several steps"),
        (impact.code.len().div_ceil(4), 1, "groups of four places in the code"),
        (impact.endpoints.len(), 1, "endpoints"),
        (impact.clients.len().div_ceil(2), 1, "pairs of client calls"),
        (impact.components.len(), 1, "components"),
        (impact.objects.len().div_ceil(4), 1, "groups of four schema objects"),
    ];
    let points: usize = parts.iter().map(|(count, weight, _)| count * weight).sum();
    impact.effort = match points {
        0..=3 => Effort::Xs,
        4..=7 => Effort::S,
        8..=15 => Effort::M,
        16..=35 => Effort::L,
        _ => Effort::Xl,
    };
    let said = parts.iter().filter(|(count, _, _)| *count > 0);
    impact.effort_reasons = said.map(|(count, _, what)| format!("{count} {what}")).collect();
}
