//! A unique constraint gets another name.
//!
//! `ON CONFLICT ON CONSTRAINT` with the old name fails, and so does code that tells errors apart by it.
//!
//! Instead: let the code name the columns, `ON CONFLICT (email)`, and deploy that before; or keep the name.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    bad: "ALTER TABLE users RENAME CONSTRAINT users_email_key TO users_email_unique;",
    good: "ALTER TABLE orders RENAME CONSTRAINT orders_total_check TO orders_total_positive;",
    check: Check::Op(check),
    ..rule!("rename-constraint", "rename_constraint.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::RenameConstraint { table, from, to } = op else { return };
    let held = cx.catalog.constraint(table, from);
    let named = |kind| matches!(kind, ConstraintKind::Unique | ConstraintKind::Primary | ConstraintKind::Exclude);
    if held.is_some_and(|held| held.origin != Origin::Change && named(held.constraint.kind)) && cx.existed(table) {
        cx.report(format!("constraint {from}"), format!("constraint {from} of {table} is renamed to {to}"));
    }
}
