//! A unique constraint gets another name.
//!
//! The index of such a constraint and the constraint have one name: `ALTER INDEX … RENAME` renames both. `ON CONFLICT
//! ON CONSTRAINT` with the old name fails, and so does code that tells errors apart by it.
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
    let (found, to, how) = match op {
        Op::RenameConstraint { table, from, to } => {
            (cx.catalog.constraint(table, from).map(|held| (table, held)), to, "")
        }
        Op::Rename { object: ObjectKind::Index, name, to } => {
            (cx.catalog.constraint_of_index(name), to, ", for its index is")
        }
        _ => return,
    };
    let named = |kind| matches!(kind, ConstraintKind::Unique | ConstraintKind::Primary | ConstraintKind::Exclude);
    let Some((table, held)) = found.filter(|(_, held)| named(held.constraint.kind)) else { return };
    if held.origin != Origin::Change && cx.existed(table) {
        let from = &held.name;
        let meeting = cx.meeting(table, from, &[]);
        let (severity, then) =
            if meeting.is_empty() { (Warning, "") } else { (Error, "; ON CONFLICT in the code names it") };
        let message = format!("constraint {from} of {table} is renamed to {to}{how}{then}");
        cx.report(format!("constraint {from}"), message).severity(severity).read_at(meeting);
    }
}
