//! Values are removed from an enum or a set.
//!
//! Rows with such a value make the statement fail or lose it, and the table is copied.
//!
//! Lock: writers wait while the table is copied.
//!
//! Instead: keep the value in the type, and stop writing it.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataLoss, DataDependent, Blocking],
    dialects: MYSQL,
    also_known_as: &[("atlas", "MY110"), ("atlas", "MY120")],
    bad: "ALTER TABLE users MODIFY size enum('s','m');",
    good: "ALTER TABLE users MODIFY size enum('s','m','l','xl');",
    check: Check::Op(check),
    ..rule!("mysql-values-removed", "mysql_values_removed.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Some((subject, old, new)) = super::types::values(cx, op) {
        let gone: Vec<_> = old.iter().filter(|value| !new.contains(value)).cloned().collect();
        if !gone.is_empty() {
            cx.report(format!("column {subject}"), format!("{subject} can no longer hold {}", gone.join(", ")));
        }
    }
}
