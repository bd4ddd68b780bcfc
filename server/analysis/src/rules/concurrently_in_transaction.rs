//! `CONCURRENTLY` inside a transaction.
//!
//! The server refuses it, and the deployment stops here.
//!
//! Instead: put the statement alone into a migration that the tool runs outside of a transaction (sqlx:
//! `-- no-transaction`, dbmate: `transaction:false`, goose: `-- +goose NO TRANSACTION`, Liquibase:
//! `runInTransaction:false`, Diesel: `run_in_transaction = false`).
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    also_known_as: &[
        ("squawk", "ban-concurrent-index-creation-in-transaction"),
        ("atlas", "PG103"),
        ("atlas", "TX101"),
    ],
    down: true,
    bad: "BEGIN;
CREATE INDEX CONCURRENTLY users_age_idx ON users (age);
COMMIT;",
    good: "CREATE INDEX CONCURRENTLY users_age_idx ON users (age);",
    check: Check::Op(check),
    ..rule!("concurrently-in-transaction", "concurrently_in_transaction.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let what = match op {
        Op::CreateIndex(index) if index.concurrently => "CREATE INDEX CONCURRENTLY",
        Op::DropIndex { concurrently: true, .. } => "DROP INDEX CONCURRENTLY",
        Op::Reindex { concurrently: true, .. } => "REINDEX CONCURRENTLY",
        Op::Table { setting: Setting::DetachPartition { concurrently: true, .. }, .. } => {
            "DETACH PARTITION CONCURRENTLY"
        }
        _ => return,
    };
    if cx.session.in_transaction {
        let who = if cx.session.explicit { "the script" } else { "the migration tool" };
        cx.report(what, format!("{what} fails in the transaction that {who} opens"));
    }
}
