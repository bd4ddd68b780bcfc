//! A primary key goes.
//!
//! Duplicates can be written, `ON CONFLICT` on it fails, replication loses the rows' identity, and foreign keys that
//! point at it stop the statement.
//!
//! Lock: ACCESS EXCLUSIVE on the table.
//!
//! Instead: build the new key's unique index concurrently first, and swap both in one `ALTER TABLE`.
use super::drop_unique::stays_unique;
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("atlas", "CD103"), ("squawk", "ban-drop-constraint")],
    bad: "ALTER TABLE orders DROP CONSTRAINT orders_pkey;",
    good: "ALTER TABLE orders DROP CONSTRAINT orders_total_check;",
    check: Check::Op(check),
    ..rule!("drop-primary-key", "drop_primary_key.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Some((table, name)) = super::types::dropped(cx, op, ConstraintKind::Primary) else { return };
    let old = super::types::held(cx, &table, &name).map(|held| held.constraint.columns.as_slice()).unwrap_or_default();
    let new = super::types::added(cx, &table).find(|new| new.kind == ConstraintKind::Primary);
    let subject = format!("constraint {name}");
    let Some(new) = new else {
        cx.report(subject, format!("the primary key {name} of {table} is dropped"));
        return;
    };
    let new = super::types::columns(cx, &table, new).join(", ");
    let meeting = if stays_unique(cx, &table, &name, old) { Vec::new() } else { cx.meeting(&table, &name, old) };
    let (severity, then) =
        if meeting.is_empty() { (Warning, "") } else { (Error, "; ON CONFLICT in the code needs the old one") };
    let on = if new.is_empty() { String::new() } else { format!(" on ({new})") };
    let message = format!("the primary key {name} of {table} is replaced by another one{on}{then}");
    cx.report(subject, message).severity(severity).read_at(meeting);
}
