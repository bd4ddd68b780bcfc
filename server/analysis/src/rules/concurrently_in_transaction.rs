//! `CONCURRENTLY` inside a transaction.
//!
//! The server refuses it, and the deployment stops here.
//!
//! Instead: put the statement alone into a migration that the tool runs outside of a transaction (sqlx:
//! `-- no-transaction`, dbmate: `transaction:false`, goose: `-- +goose NO TRANSACTION`, Liquibase:
//! `runInTransaction:false`, Diesel: `run_in_transaction = false`; Flyway knows indexes itself where nothing else
//! stands in the file, and other statements by `executeInTransaction=false` in the `.conf` file beside it).
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
        let session = cx.session;
        let why = match () {
            () if session.explicit => "in the transaction that the script opens",
            () if session.by_tool => "in the transaction that the migration tool opens",
            () => "beside other statements: sent in one message they are one transaction",
        };
        cx.report(what, format!("{what} fails {why}"));
    }
}
