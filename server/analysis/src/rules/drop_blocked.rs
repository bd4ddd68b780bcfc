//! Something is dropped or retyped while a view still reads it, so that the statement fails.
//!
//! PostgreSQL refuses to pull a column or a table from under a view; the deployment stops half-way.
//!
//! Instead: drop or replace the view in the same transaction before, and create it again after.
use super::prelude::*;
use crate::sql::Query;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    down: true,
    bad: "ALTER TABLE users DROP COLUMN email;",
    good: "ALTER TABLE users DROP COLUMN age;",
    check: Check::Op(check),
    ..rule!("drop-blocked", "drop_blocked.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (table, column, subject) = match op {
        Op::Drop { object: ObjectKind::Table, name, cascade: false, .. } => (name, None, format!("table {name}")),
        Op::DropColumn { table, column, cascade: false, .. } => {
            (table, Some(column.as_str()), format!("column {table}.{column}"))
        }
        Op::AlterType { table, column, .. } => (table, Some(column.as_str()), format!("column {table}.{column}")),
        _ => return,
    };
    let reached = cx.catalog.reach(table, column);
    let sure = |name: &str| {
        let mut views = cx.catalog.views.iter().filter(|(view, _)| view.to_string() == name);
        views.any(|(_, view)| column.is_none_or(|column| needs(cx, &view.query, table, column)))
    };
    let views: Vec<_> =
        reached.iter().filter(|one| one.kind == "view" && sure(&one.name)).map(|one| one.name.as_str()).collect();
    if let Some(first) = views.first() {
        let message = format!("{subject} cannot be dropped or retyped while view {first} reads it");
        cx.report(subject, message);
    }
}

/// The view itself reads the column. One that reads all columns fixed their list when it was made; a later column is
/// not in it. A name that another of its tables has as well may be that one's.
fn needs(cx: &Cx<'_>, query: &Query, table: &Name, column: &str) -> bool {
    let table = cx.catalog.resolve(table);
    let (own, others): (Vec<_>, Vec<_>) = query.tables.iter().partition(|name| cx.catalog.resolve(name) == table);
    !query.star && !own.is_empty() && !others.iter().any(|other| cx.catalog.column(other, column).is_some())
}
