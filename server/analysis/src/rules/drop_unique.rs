//! A unique or exclusion constraint goes, or one whose kind the files do not show.
//!
//! Duplicates can be written from now on, `ON CONFLICT` on it fails, and putting it back fails on the duplicates.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: keep it, or build what takes its place first.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking, DataDependent],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-constraint")],
    bad: "ALTER TABLE users DROP CONSTRAINT users_email_key;",
    good: "ALTER TABLE orders DROP CONSTRAINT orders_total_check;",
    check: Check::Op(check),
    ..rule!("drop-unique", "drop_unique.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::DropConstraint { table, name, kind: None, if_exists, .. } = op
        && cx.existed(table)
        && !(*if_exists && cx.catalog.lacks_constraint(table, name))
        && !super::types::is_replaced(cx, table, name)
    {
        let kind = cx.catalog.constraint(table, name).map(|held| (held.constraint.kind, held.origin));
        let fires = match kind {
            Some((kind, origin)) => {
                origin != Origin::Change && matches!(kind, ConstraintKind::Unique | ConstraintKind::Exclude)
            }
            None => true,
        };
        if fires {
            cx.report(format!("constraint {name}"), format!("constraint {name} of {table} is dropped"));
        }
    }
}
