//! A primary key goes.
//!
//! Duplicates can be written, `ON CONFLICT` on it fails, replication loses the rows' identity, and foreign keys that
//! point at it stop the statement.
//!
//! Lock: ACCESS EXCLUSIVE on the table.
//!
//! Instead: build the new key's unique index concurrently first, and swap both in one `ALTER TABLE`.
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
    if let Some((table, name)) = super::types::dropped(cx, op, ConstraintKind::Primary) {
        cx.report(format!("constraint {name}"), format!("the primary key {name} of {table} is dropped"));
    }
}
