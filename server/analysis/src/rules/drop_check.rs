//! A check constraint goes.
//!
//! Values that it refused can be written from now on, and code that relies on it meets them.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: add the constraint that takes its place as `NOT VALID` first, validate it, and then drop this one.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[DataDependent],
    dialects: ALL,
    also_known_as: &[("atlas", "CD102"), ("squawk", "ban-drop-constraint")],
    bad: "ALTER TABLE orders DROP CONSTRAINT orders_total_check;",
    good: "ALTER TABLE orders ADD CONSTRAINT c_check CHECK (total < 10) NOT VALID;
ALTER TABLE orders DROP CONSTRAINT c_check;",
    check: Check::Op(check),
    ..rule!("drop-check", "drop_check.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::DropConstraint { table, name, .. } = op
        && super::types::is_replaced(cx, table, name)
        && cx.catalog.constraint(table, name).is_some_and(|held| held.constraint.kind == ConstraintKind::Check)
        && cx.existed(table)
    {
        let message =
            format!("check {name} of {table} is replaced by another one; code may meet values that it refused");
        cx.report(format!("constraint {name}"), message).severity(Notice);
    }
    if let Some((table, name)) = super::types::dropped(cx, op, ConstraintKind::Check)
        && !is_held_by_column(cx, &table, &name)
    {
        cx.report(
            format!("constraint {name}"),
            format!("check {name} of {table} is dropped; it refuses nothing any more"),
        );
    }
}

/// It says no more than that a column is filled, which the column itself says by now: the last step of requiring it.
fn is_held_by_column(cx: &Cx<'_>, table: &Name, name: &str) -> bool {
    let Some(held) = cx.catalog.constraint(table, name) else { return false };
    let definition = held.constraint.definition.trim_start_matches("check");
    let plain = definition.trim_end_matches(" not valid").replace(['(', ')', '"'], " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    matches!(words.as_slice(), [column, "is", "not", "null"] if cx.never_empty(table, &[(*column).to_owned()]))
}
