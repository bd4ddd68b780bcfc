//! A constraint is added to a table without a name of its own.
//!
//! The server makes one up, so that a later migration has to guess it, and it may differ between environments.
//!
//! Instead: `CONSTRAINT name` before it.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    dialects: ALL,
    bad: "ALTER TABLE users ADD CHECK (age > 0) NOT VALID;",
    good: "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
    check: Check::Op(check),
    ..rule!("unnamed-constraint", "unnamed_constraint.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (table, what) = match op {
        Op::AddConstraint { table, constraint } if constraint.name.is_none() && constraint.using_index.is_none() => {
            (table, constraint.definition.clone())
        }
        Op::AddColumn { table, column, .. } if column.unnamed_constraint && column.constraint_names.is_empty() => {
            (table, format!("column {}", column.name))
        }
        _ => return,
    };
    let what: String = what.chars().take(60).collect();
    cx.report(format!("table {table}"), format!("a constraint of {table} has no name: {what}"));
}
