//! A setting of the whole server changes.
//!
//! It holds for every database on it, survives the rollback of this change, and may stop the server from starting.
//!
//! Instead: leave it to whoever runs the server; set it for the role or the session where that does.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Irreversible],
    down: true,
    also_known_as: &[("squawk", "ban-alter-system-options")],
    bad: "ALTER SYSTEM SET max_connections = 10;",
    good: "SET statement_timeout = '5s';",
    check: Check::Op(check),
    ..rule!("alter-system", "alter_system.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AlterSystem { name } = op {
        cx.report(format!("setting {name}"), format!("{name} changes for the whole server"));
    }
}
