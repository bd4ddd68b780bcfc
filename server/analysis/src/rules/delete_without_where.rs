//! A `DELETE` without a condition removes every row.
//!
//! The rows come back from a backup only.
//!
//! Lock: ROW EXCLUSIVE on the table, and a lock on each row until the transaction ends.
//!
//! Instead: say which rows are meant, keep a copy, and go through them in batches.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataLoss, Irreversible],
    dialects: ALL,
    bad: "DELETE FROM orders;",
    good: "DELETE FROM orders WHERE id BETWEEN 1 AND 1000;",
    check: Check::Op(check),
    ..rule!("delete-without-where", "delete_without_where.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Delete { table, filtered: false, .. } = op
        && cx.existed(table)
    {
        cx.report(format!("table {table}"), format!("every row of {table} is deleted"));
    }
}
