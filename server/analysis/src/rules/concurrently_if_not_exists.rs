//! `CREATE INDEX CONCURRENTLY IF NOT EXISTS` takes a broken index for a good one.
//!
//! When a concurrent build fails it leaves an invalid index behind; run again, the statement finds the name and does
//! nothing.
//!
//! Instead: `DROP INDEX CONCURRENTLY IF EXISTS` before it, and leave `IF NOT EXISTS` out.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[DataDependent],
    bad: "CREATE INDEX CONCURRENTLY IF NOT EXISTS users_age_idx ON users (age);",
    good: "DROP INDEX CONCURRENTLY IF EXISTS users_age_idx;
CREATE INDEX CONCURRENTLY users_age_idx ON users (age);",
    check: Check::Op(check),
    ..rule!("concurrently-if-not-exists", "concurrently_if_not_exists.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateIndex(index) = op
        && index.concurrently
        && index.if_not_exists
    {
        let name = index.name.clone().unwrap_or_default();
        cx.report(format!("index {name}"), format!("an invalid index {name} of a failed run is taken for a good one"));
    }
}
