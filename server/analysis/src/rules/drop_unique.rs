//! A unique or exclusion constraint goes, or one whose kind the files do not show.
//!
//! Duplicates can be written from now on, `ON CONFLICT` on it fails, and putting it back fails on the duplicates.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: keep it, or build what takes its place first.
use super::prelude::*;
use std::collections::BTreeSet;

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
        let held = cx.catalog.constraint(table, name);
        let guards = |kind| matches!(kind, ConstraintKind::Unique | ConstraintKind::Exclude);
        if held.is_none_or(|held| held.origin != Origin::Change && guards(held.constraint.kind)) {
            let unique = held.filter(|held| held.constraint.kind == ConstraintKind::Unique);
            let columns = unique.map(|held| held.constraint.columns.as_slice()).unwrap_or_default();
            let columns = if stays_unique(cx, table, name, columns) { &[] } else { columns };
            let meeting = cx.meeting(table, name, columns);
            let (severity, then) =
                if meeting.is_empty() { (Warning, "") } else { (Error, "; ON CONFLICT in the code needs it") };
            let message = format!("constraint {name} of {table} is dropped{then}");
            cx.report(format!("constraint {name}"), message).severity(severity).read_at(meeting);
        }
    }
}

/// Another index keeps the columns unique, so that `ON CONFLICT` on them goes on working.
pub(super) fn stays_unique(cx: &Cx<'_>, table: &Name, constraint: &str, columns: &[String]) -> bool {
    let sorted = |columns: &[String]| columns.iter().cloned().collect::<BTreeSet<_>>();
    let (table, wanted) = (cx.catalog.resolve(table), sorted(columns));
    let mut others = cx.catalog.indexes.iter().filter(|(name, index)| index.table == table && name.name != constraint);
    let made = |op: &Op| match op {
        Op::CreateIndex(index) => {
            index.unique
                && !index.partial
                && cx.catalog.resolve(&index.table) == table
                && sorted(&index.columns) == wanted
        }
        _ => false,
    };
    others.any(|(_, index)| index.unique && !index.partial && sorted(&index.columns) == wanted) || cx.made_again(made)
}
