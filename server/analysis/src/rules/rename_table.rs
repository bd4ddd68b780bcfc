//! A table gets another name.
//!
//! During the deployment old code asks for the old name and new code for the new one: one of them fails, and so does
//! every client that is not deployed together.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: create a view with the new name, move the code to it, and rename when nobody uses the old name; or leave
//! a view under the old name in the same transaction.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "renaming-table"), ("atlas", "BC101"), ("strong_migrations", "rename_table")],
    bad: "ALTER TABLE orders RENAME TO purchases;",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);
ALTER TABLE t RENAME TO u;",
    check: Check::Op(check),
    ..rule!("rename-table", "rename_table.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::RenameTable { table, to } = op
        && cx.existed(table)
    {
        let message = format!("table {table} is renamed to {to}{}", cx.used_by(table, None));
        if stands_in(cx, table, to) {
            let held = cx.catalog.table(table).into_iter().flat_map(|table| &table.constraints);
            let meeting: Vec<_> = held.flat_map(|held| cx.meeting(table, &held.name, &[])).collect();
            let (severity, then) = match meeting.is_empty() {
                true => (Notice, ""),
                false => (Error, ", but has none of the constraints that ON CONFLICT in the code names"),
            };
            let message = format!("{message}; a view of the old name stands in for it{then}");
            cx.report(format!("table {table}"), message)
                .severity(severity)
                .fix("make sure that nobody copies into the view or names the table's constraints: both fail there.")
                .read_at(meeting);
            return;
        }
        cx.report(format!("table {table}"), message);
    }
}

/// The same transaction leaves a view under the old name that shows all columns of the table, and takes writes.
fn stands_in(cx: &Cx<'_>, table: &Name, to: &Name) -> bool {
    let placed = cx.catalog.resolve(table);
    let new = to.placed(placed.schema.clone());
    let columns = cx.catalog.table(table).map(|table| &table.columns);
    let all =
        |names: &Vec<String>| columns.is_some_and(|all| all.iter().all(|(column, _)| names.contains(&column.name)));
    cx.dialect == Dialect::Postgres
        && cx.ahead().any(|op| match op {
            Op::CreateView { name, materialized: false, query, columns, .. } => {
                let reads = matches!(query.tables.as_slice(), [one] if cx.catalog.resolve(one) == new);
                cx.catalog.resolve(name) == placed && reads && (query.star || columns.as_ref().is_some_and(all))
            }
            _ => false,
        })
}
