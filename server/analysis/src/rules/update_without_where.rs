//! An `UPDATE` without a condition rewrites every row.
//!
//! The old values are gone, the table doubles in size until it is vacuumed, and every writer waits.
//!
//! Lock: ROW EXCLUSIVE on the table, and a lock on each row until the transaction ends.
//!
//! Instead: say which rows are meant, and go through them in batches of a few thousand, each in its own transaction.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[DataLoss, Blocking],
    dialects: ALL,
    down: true,
    bad: "UPDATE users SET age = 0;",
    good: "UPDATE users SET age = 0 WHERE age IS NULL AND id BETWEEN 1 AND 1000;",
    check: Check::Op(check),
    ..rule!("update-without-where", "update_without_where.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Update { table, filtered, unless_empty, .. } = op
        && (!filtered || cx.never_empty(table, unless_empty))
        && cx.existed(table)
    {
        cx.report_sized(table, format!("table {table}"), format!("every row of {table} is rewritten"));
    }
}
