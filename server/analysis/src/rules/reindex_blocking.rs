//! An index is rebuilt without `CONCURRENTLY`.
//!
//! Writes to the table wait, and so do queries that would use the index.
//!
//! Lock: SHARE on the table and ACCESS EXCLUSIVE on the index, while it is rebuilt.
//!
//! Instead: `REINDEX … CONCURRENTLY`, outside of a transaction.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    also_known_as: &[("squawk", "require-concurrent-reindex")],
    bad: "REINDEX TABLE users;",
    good: "REINDEX TABLE CONCURRENTLY users;",
    check: Check::Op(check),
    ..rule!("reindex-blocking", "reindex_blocking.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Reindex { what, name, concurrently: false } = op {
        let name = name.as_ref().map(ToString::to_string).unwrap_or_default();
        cx.report(format!("{what} {name}"), format!("writes wait while {what} {name} is reindexed"));
    }
}
