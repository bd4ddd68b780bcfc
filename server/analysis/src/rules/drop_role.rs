//! A role goes that sessions may sign in with, or that owns objects.
//!
//! Clients that use it cannot sign in any more; where it owns something, the statement fails, differently in every
//! environment.
//!
//! Instead: take away its log-in first, move what it owns, and leave roles to whoever runs the server.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataDependent],
    dialects: ALL,
    bad: "DROP ROLE reporter;",
    good: "CREATE ROLE auditor;",
    check: Check::Op(check),
    ..rule!("drop-role", "drop_role.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (name, what) = match op {
        Op::Drop { object: ObjectKind::Role, name, .. } => (name, "dropped"),
        Op::Drop { object: ObjectKind::Other, name, cascade: true, .. } if of_owner(cx) => {
            (name, "stripped of all that it owns")
        }
        _ => return,
    };
    if cx.catalog.object_existed(ObjectKind::Role, name) {
        cx.report(format!("role {name}"), format!("role {name} is {what}"));
    }
}

/// `DROP OWNED`, `REASSIGN OWNED`: other objects without a kind of their own are dropped by name.
fn of_owner(cx: &Cx<'_>) -> bool {
    let text = cx.text.get(cx.span.0..cx.span.1).unwrap_or_default().to_ascii_lowercase();
    text.split_whitespace().any(|word| word == "owned")
}
