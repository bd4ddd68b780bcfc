//! How dangerous and how much work, each with its reasons.

use super::model::{Impact, Object, ObjectKind};
use super::report::Subject;
use crate::code::Access;
use crate::completeness::Operation;
use crate::touched::Harm;
use crate::{Effect, Severity};
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
pub(crate) fn rate(subject: &Subject<'_>, impact: &mut Impact) {
    let operations = subject.operations;
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
    for one in subject.touched {
        let what = format!("{} {} is {}", one.kind.name(), one.name.trim_start_matches("public."), one.does);
        let (level, why) = match one.harm {
            Harm::Restricts => (Risk::Medium, "statements that work today can be refused or do something else"),
            Harm::Breaks => (Risk::High, "what uses it stops working"),
            Harm::Loses => (Risk::Critical, "what is lost cannot be brought back by a migration"),
        };
        at_least(level, format!("{what}: {why}"));
    }
    let breaking = operations.iter().any(|operation| operation.breaks().is_some())
        || subject.touched.iter().any(|one| one.harm >= Harm::Breaks);
    if breaking && !impact.clients.is_empty() {
        let calls = counted(impact.clients.len(), "client call", "client calls");
        at_least(Risk::Critical, format!("a breaking operation reaches {calls}"));
    }
    let is_itself = |object: &Object| subject.touched.iter().any(|one| one.name == object.name);
    let queries = [ObjectKind::View, ObjectKind::Function];
    for (kind, [one, many]) in
        queries.into_iter().zip([["view depends", "views depend"], ["function reads", "functions read"]])
    {
        let count = impact.objects.iter().filter(|object| object.kind == kind && !is_itself(object)).count();
        if breaking && count > 0 {
            let on = if kind == ObjectKind::View { " on" } else { "" };
            at_least(Risk::High, format!("{}{on} what changes", counted(count, one, many)));
        }
    }
    if readers > 0 {
        let writes = impact.code.iter().filter(|one| one.access == Access::Write).count();
        let places = counted(readers, "place in the code uses", "places in the code use");
        at_least(Risk::Low, format!("{places} what changes, {writes} of them to write"));
    }
    // The linter knows of more than operations say.
    for finding in subject.findings.iter().filter(|one| one.severity > Severity::Notice) {
        let harms = |effect: &Effect| matches!(effect, Effect::Breaking | Effect::DataLoss);
        let level = if finding.severity == Severity::Error { Risk::High } else { Risk::Medium };
        if finding.effects.iter().any(harms) && risk < level {
            risk = level;
            reasons.push(finding.message.clone());
        }
    }
    if reasons.is_empty() {
        reasons.push("nothing that works today is touched".to_owned());
    }
    impact.risk = risk;
    impact.risk_reasons = reasons;
    effort(subject, impact);
}

fn effort(subject: &Subject<'_>, impact: &mut Impact) {
    let breaking = subject.operations.iter().filter(|operation| operation.breaks().is_some()).count()
        + subject.touched.iter().filter(|one| one.harm >= Harm::Breaks).count();
    // How many, how many of them make a point, what a point weighs, and the words.
    let parts = [
        (subject.operations.len() + subject.touched.len(), 1, 1, "operation", "operations"),
        // Breaking ones need an expand and a contract step each.
        (breaking, 1, 4, "of them breaks and needs several steps", "of them break and need several steps"),
        (impact.code.len(), 4, 1, "place in the code", "places in the code"),
        (impact.endpoints.len(), 1, 1, "endpoint", "endpoints"),
        (impact.clients.len(), 2, 1, "client call", "client calls"),
        (impact.components.len(), 1, 1, "component", "components"),
        (impact.objects.len(), 4, 1, "schema object", "schema objects"),
    ];
    let points: usize = parts.iter().map(|(count, each, weight, ..)| count.div_ceil(*each) * weight).sum();
    impact.effort = match points {
        0..=3 => Effort::Xs,
        4..=7 => Effort::S,
        8..=15 => Effort::M,
        16..=35 => Effort::L,
        _ => Effort::Xl,
    };
    let said = parts.iter().filter(|(count, ..)| *count > 0);
    impact.effort_reasons = said.map(|(count, _, _, one, many)| counted(*count, one, many)).collect();
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
