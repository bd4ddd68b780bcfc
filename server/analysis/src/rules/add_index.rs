//! An index is built without `CONCURRENTLY`.
//!
//! Every write to the table waits until the index is built.
//!
//! Lock: SHARE on the table, while the index is built.
//!
//! Instead: `CREATE INDEX CONCURRENTLY`, alone in a migration that runs outside of a transaction.
use super::prelude::*;
use crate::sql::Index;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    also_known_as: &[
        ("squawk", "require-concurrent-index-creation"),
        ("atlas", "PG101"),
        ("strong_migrations", "add_index"),
    ],
    bad: "CREATE INDEX users_age_idx ON users (age);",
    good: "CREATE INDEX CONCURRENTLY users_age_idx ON users (age);",
    check: Check::Op(check),
    ..rule!("add-index", "add_index.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateIndex(index) = op
        && !index.concurrently
        && cx.existed(&index.table)
        // On a partitioned table without its partitions nothing is built.
        && !index.only
        && !is_there(cx, index)
    {
        let name = index.title();
        cx.report_sized(&index.table, name.clone(), format!("writes to {} wait while {name} is built", index.table));
    }
}

/// `IF NOT EXISTS` of one that is there.
fn is_there(cx: &Cx<'_>, index: &Index) -> bool {
    let name = index.name.as_ref().filter(|_| index.if_not_exists);
    name.is_some_and(|name| cx.catalog.indexes.contains_key(&cx.catalog.resolve(&index.table).renamed(name)))
}
