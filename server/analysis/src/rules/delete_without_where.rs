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
    down: true,
    bad: "DELETE FROM orders;",
    good: "DELETE FROM orders WHERE id BETWEEN 1 AND 1000;",
    check: Check::Op(check),
    ..rule!("delete-without-where", "delete_without_where.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Delete { table, filtered, unless_empty, .. } = op
        && (!filtered || cx.never_empty(table, unless_empty))
        && cx.existed(table)
    {
        let merges = cx.text.get(cx.span.0..cx.span.0 + 5).is_some_and(|w| w.eq_ignore_ascii_case("merge"));
        let which = if merges { "every matching row" } else { "every row" };
        cx.report(format!("table {table}"), format!("{which} of {table} is deleted"));
    }
}
