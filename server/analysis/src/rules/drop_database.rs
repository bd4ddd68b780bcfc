//! A whole database goes.
//!
//! No migration of an application needs this; it takes every table of every user of the database with it.
//!
//! Lock: waits for, or with `FORCE` ends, all sessions of the database.
//!
//! Instead: leave databases to whoever runs the server.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataLoss, Irreversible],
    dialects: ALL,
    down: true,
    also_known_as: &[("squawk", "ban-drop-database")],
    bad: "DROP DATABASE shop;",
    good: "SELECT 1;",
    check: Check::Op(check),
    ..rule!("drop-database", "drop_database.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: ObjectKind::Database, name, .. } = op {
        cx.report(format!("database {name}"), format!("database {name} is dropped"));
    }
}
