//! An index is replaced by a unique one.
//!
//! Duplicates that the old one allowed make the statement fail.
//!
//! Instead: build the unique index concurrently beside the old one, and drop the old one when it is there.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[DataDependent],
    dialects: ALL,
    also_known_as: &[("atlas", "MF102")],
    bad: "DROP INDEX CONCURRENTLY users_name_idx;
CREATE UNIQUE INDEX CONCURRENTLY users_name_idx ON users (name);",
    good: "CREATE UNIQUE INDEX CONCURRENTLY users_name_key ON users (name);",
    check: Check::Op(check),
    ..rule!("index-becomes-unique", "index_becomes_unique.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateIndex(index) = op
        && index.unique
        && let Some(name) = &index.name
        && cx.existed(&index.table)
        && cx.before().any(|op| matches!(op, Op::DropIndex { name: dropped, .. } if dropped.name == *name))
    {
        cx.report(format!("index {name}"), format!("index {name} is made again as a unique one"));
    }
}
