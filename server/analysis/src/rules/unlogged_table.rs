//! A table is not written to the log.
//!
//! After a crash it is empty, and it is never there on a replica or in a point-in-time restore.
//!
//! Instead: leave `UNLOGGED` to data that can be made again.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[DataLoss],
    bad: "ALTER TABLE users SET UNLOGGED;",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);",
    check: Check::Op(check),
    ..rule!("unlogged-table", "unlogged_table.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let table = match op {
        Op::Table { table, setting: Setting::Logged(false) } => table,
        Op::CreateTable(create) if create.unlogged => &create.name,
        _ => return,
    };
    cx.report(format!("table {table}"), format!("{table} is empty after a crash"));
}
