//! A foreign key goes.
//!
//! Rows that point nowhere can be written from now on, and putting the key back fails on them.
//!
//! Lock: ACCESS EXCLUSIVE on both tables, for a moment.
//!
//! Instead: keep the key; if it has to change, add the new one before the old one goes.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[DataDependent, Irreversible],
    dialects: ALL,
    also_known_as: &[("atlas", "CD101"), ("squawk", "ban-drop-constraint")],
    bad: "ALTER TABLE orders DROP CONSTRAINT orders_user_fk;",
    good: "ALTER TABLE orders ADD CONSTRAINT other_fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
ALTER TABLE orders DROP CONSTRAINT other_fk;",
    check: Check::Op(check),
    ..rule!("drop-foreign-key", "drop_foreign_key.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Some((table, name)) = super::types::dropped(cx, op, ConstraintKind::Foreign) {
        cx.report(
            format!("constraint {name}"),
            format!("foreign key {name} of {table} is dropped; rows may point nowhere"),
        );
    }
}
