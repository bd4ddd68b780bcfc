//! An option of a database changes.
//!
//! It holds for every session from now on, in this environment only.
//!
//! Instead: leave it to whoever runs the server.
use super::alter_role_options::is_off;
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-alter-database-options")],
    bad: "ALTER DATABASE shop SET timezone TO 'UTC';",
    good: "SET timezone TO 'UTC';",
    check: Check::Op(check),
    ..rule!("alter-database-options", "alter_database_options.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::Alter { object: ObjectKind::Database, name: Some(name), what } = op else { return };
    if !cx.catalog.object_existed(ObjectKind::Database, name) {
        return;
    }
    let refuses = what.contains("default_transaction_read_only") && !is_off(what);
    let closes = what.contains("allow_connections") && is_off(what);
    let (severity, what) = if refuses {
        (Error, "takes no more writes from new sessions")
    } else if closes || what.contains("connection limit 0") {
        (Error, "takes no more connections")
    } else if what.contains("connection limit") {
        (Warning, "takes another number of connections")
    } else if what.starts_with("set") || what.starts_with("reset") {
        (Warning, "has another setting in each new session")
    } else {
        return;
    };
    cx.report(format!("database {name}"), format!("database {name} {what}")).severity(severity);
}
