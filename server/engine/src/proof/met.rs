//! Statements that alter or delete rows and have met none: of those nothing is proven.

use super::compare::Renamed;
use super::model::{Pass, Reason, Seeded, StatementRun};
use super::plan::Plan;
use analysis::sql::{self, Depth, Dialect, Limits, Op};

/// The statements of this up that are about a table with rows, and have met none.
pub(super) fn reasons(plan: &Plan, up: &Pass, seeded: &[Seeded], renamed: &Renamed) -> Vec<Reason> {
    let mut all = Vec::new();
    for script in plan.change.iter().map(|migration| &migration.up) {
        let (start, end) = (script.span.start, script.span.end);
        let read = sql::read(&script.text, start, end, Dialect::Postgres, &Limits::default(), Depth::Effects);
        for statement in &read.statements {
            let tables = statement.ops.iter().filter_map(|located| match &located.op {
                Op::Update { table, .. } | Op::Delete { table, .. } => Some(table),
                _ => None,
            });
            let tables = tables.map(|name| {
                let full = format!("{}.{}", name.schema.as_deref().unwrap_or("public"), name.name);
                let old = renamed.tables.iter().find(|(_, new)| **new == full).map(|(old, _)| old.clone());
                old.unwrap_or(full)
            });
            let table = tables.into_iter().find(|name| seeded.iter().any(|one| one.table == *name && one.rows > 0));
            let text = script.text.get(statement.start..statement.end).unwrap_or_default();
            let is_this = |run: &&StatementRun| {
                run.place.path == script.path && run.span == (statement.start, statement.end) && run.skipped.is_none()
            };
            let run = up.statements.iter().find(is_this);
            if let (Some(table), Some(run)) = (table, run.filter(|run| run.rows == 0 && counts(text))) {
                all.push(Reason::MetNoRow { place: run.place.clone(), table });
            }
        }
    }
    all
}

/// PostgreSQL says of such a statement how many rows it has met; of a block of code it does not.
fn counts(text: &str) -> bool {
    let word: String = text.trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
    ["update", "delete", "merge", "with"].contains(&word.to_lowercase().as_str())
}
