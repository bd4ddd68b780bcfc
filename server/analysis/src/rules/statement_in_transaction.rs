//! A statement that the server refuses inside a transaction.
//!
//! The deployment stops here.
//!
//! Instead: run it outside of a transaction, alone in its migration.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    also_known_as: &[("atlas", "TX101")],
    down: true,
    bad: "BEGIN;
VACUUM users;
COMMIT;",
    good: "VACUUM users;",
    check: Check::Op(check),
    ..rule!("statement-in-transaction", "statement_in_transaction.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let what = match op {
        Op::Vacuum { .. } => "VACUUM",
        Op::AlterSystem { .. } => "ALTER SYSTEM",
        Op::Create { object: ObjectKind::Database, .. } => "CREATE DATABASE",
        Op::Drop { object: ObjectKind::Database, .. } => "DROP DATABASE",
        Op::Create { object: ObjectKind::Tablespace, .. } => "CREATE TABLESPACE",
        Op::Reindex { what, concurrently: false, .. } if matches!(what.as_str(), "database" | "system") => {
            "REINDEX DATABASE"
        }
        _ => return,
    };
    if cx.session.in_transaction {
        cx.report(what, format!("{what} cannot run inside a transaction"));
    }
}
