//! A value is added to an enum or a set, but not at the end.
//!
//! The values behind it get other numbers, so that the table is copied.
//!
//! Lock: writers wait while the table is copied.
//!
//! Instead: add it at the end.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    dialects: MYSQL,
    also_known_as: &[("atlas", "MY112"), ("atlas", "MY122")],
    bad: "ALTER TABLE users MODIFY size enum('xs','s','m','l');",
    good: "ALTER TABLE users MODIFY size enum('s','m','l','xl');",
    check: Check::Op(check),
    ..rule!("mysql-values-inserted", "mysql_values_inserted.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Some((subject, old, new)) = super::types::values(cx, op) {
        let last = new.iter().rposition(|value| old.contains(value)).unwrap_or(0);
        if let Some(value) = new[..last.min(new.len())].iter().find(|value| !old.contains(value)) {
            cx.report(format!("column {subject}"), format!("{value} is added before the end of {subject}"));
        }
    }
}
