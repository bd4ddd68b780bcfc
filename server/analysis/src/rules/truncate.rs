//! All rows of a table go.
//!
//! The rows come back from a backup only, and no trigger or foreign key sees each of them go.
//!
//! Lock: ACCESS EXCLUSIVE on the table.
//!
//! Instead: delete what really has to go, in batches, with a condition that says what that is.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataLoss, Irreversible, Blocking],
    dialects: ALL,
    down: true,
    bad: "TRUNCATE orders;",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);
TRUNCATE t;",
    check: Check::Op(check),
    ..rule!("truncate", "truncate.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Truncate { tables, .. } = op {
        for table in tables {
            if cx.existed(table) {
                cx.report(format!("table {table}"), format!("all rows of {table} are removed"));
            }
        }
    }
}
