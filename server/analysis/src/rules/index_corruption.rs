//! `CONCURRENTLY` on a server whose version can build a corrupt index.
//!
//! PostgreSQL 14.0 to 14.3 may leave rows out of an index that is built concurrently; queries then miss them.
//!
//! Instead: update the server to 14.4 or later first.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataLoss],
    also_known_as: &[("strong_migrations", "add_index_corruption")],
    bad: "CREATE INDEX CONCURRENTLY users_age_idx ON users (age);",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);",
    check: Check::Op(check),
    ..rule!("index-corruption", "index_corruption.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let concurrently = matches!(op, Op::CreateIndex(index) if index.concurrently)
        || matches!(op, Op::Reindex { concurrently: true, .. });
    let version = cx.options.server_version.clone().unwrap_or_default();
    if concurrently && matches!(version.as_str(), "14.0" | "14.1" | "14.2" | "14.3") {
        cx.report("index", format!("PostgreSQL {version} may build a corrupt index concurrently"));
    }
}
