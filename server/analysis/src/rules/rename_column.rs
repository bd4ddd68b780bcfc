//! A column gets another name.
//!
//! During the deployment old code asks for the old name and new code for the new one: one of them fails.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: add a column, write both, copy the old values over in batches, read the new one, and drop the old one in a
//! later change.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "renaming-column"), ("atlas", "BC102"), ("strong_migrations", "rename_column")],
    bad: "ALTER TABLE users RENAME COLUMN name TO full_name;",
    good: "ALTER TABLE users ADD COLUMN full_nam text;
ALTER TABLE users RENAME COLUMN full_nam TO full_name;",
    check: Check::Op(check),
    ..rule!("rename-column", "rename_column.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (table, from, to) = match op {
        Op::RenameColumn { table, from, to } => (table, from, to),
        Op::ModifyColumn { table, from, column } if *from != column.name => (table, from, &column.name),
        _ => return,
    };
    if cx.column_existed(table, from) {
        let message = format!("column {table}.{from} is renamed to {to}{}", cx.used_by(table, Some(from)));
        cx.report(format!("column {table}.{from}"), message);
    }
}
