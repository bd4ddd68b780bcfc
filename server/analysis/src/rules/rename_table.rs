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
        cx.report(format!("table {table}"), message);
    }
}
