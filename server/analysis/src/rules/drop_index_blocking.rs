//! An index is dropped without `CONCURRENTLY`.
//!
//! The statement waits for every query on the table, and all later ones wait behind it.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment once it is granted.
//!
//! Instead: `DROP INDEX CONCURRENTLY`, outside of a transaction.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Blocking],
    also_known_as: &[
        ("squawk", "require-concurrent-index-deletion"),
        ("atlas", "PG102"),
        ("strong_migrations", "remove_index"),
    ],
    bad: "DROP INDEX users_name_idx;",
    good: "DROP INDEX CONCURRENTLY users_name_idx;",
    check: Check::Op(check),
    ..rule!("drop-index-blocking", "drop_index_blocking.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::DropIndex { name, table, concurrently: false, .. } = op {
        let index = cx.catalog.index(name, table.as_ref());
        let existed = index.is_none_or(|index| index.origin != Origin::Change && cx.existed(&index.table));
        if existed {
            cx.report(format!("index {name}"), format!("queries on the table wait while index {name} is dropped"));
        }
    }
}
