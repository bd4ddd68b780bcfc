//! The values of an enum or a set change their order.
//!
//! They are stored by number, so that the table is copied, and `ORDER BY` gives another order.
//!
//! Lock: writers wait while the table is copied.
//!
//! Instead: keep the order, and add new values at the end.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    dialects: MYSQL,
    also_known_as: &[("atlas", "MY111"), ("atlas", "MY121")],
    bad: "ALTER TABLE users MODIFY size enum('m','s','l');",
    good: "ALTER TABLE users MODIFY size enum('s','m','l','xl');",
    check: Check::Op(check),
    ..rule!("mysql-values-reordered", "mysql_values_reordered.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Some((subject, old, new)) = super::types::values(cx, op) {
        let before: Vec<_> = old.iter().filter(|value| new.contains(value)).collect();
        let after: Vec<_> = new.iter().filter(|value| old.contains(value)).collect();
        if before != after {
            cx.report(format!("column {subject}"), format!("the values of {subject} change their order"));
        }
    }
}
