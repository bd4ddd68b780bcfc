//! A constraint is validated in the transaction that added it, or that has changed its table.
//!
//! The lock of adding it, or of the other change, is kept until the transaction ends, so that nobody can write while
//! all rows are read: what `NOT VALID` was to avoid.
//!
//! Lock: that of the change before, while the table is scanned.
//!
//! Instead: validate in a later migration, or after `COMMIT`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    also_known_as: &[("strong_migrations", "validate_foreign_key"), ("strong_migrations", "validate_check_constraint")],
    bad: "BEGIN;
ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_age_check;
COMMIT;",
    good: "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_age_check;",
    check: Check::Op(check),
    ..rule!("validate-in-same-transaction", "validate_in_same_transaction.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::ValidateConstraint { table, name } = op else { return };
    if !cx.existed(table) {
        return;
    }
    // A statement is a transaction, whatever is around it.
    let here: Vec<&Op> = cx.statements[cx.at].ops.iter().map(|located| &located.op).collect();
    let mut since: Vec<&Op> = if cx.session.in_transaction { cx.before().collect() } else { Vec::new() };
    let ended = since.iter().rposition(|op| matches!(op, Op::Begin | Op::Commit | Op::Rollback));
    since.drain(..ended.map_or(0, |at| at + 1));
    let added = |op: &&Op| matches!(op, Op::AddConstraint { table: on, constraint } if on == table && constraint.name.as_ref() == Some(name));
    let locks = |op: &&Op| {
        matches!(op, Op::AddColumn { .. } | Op::DropColumn { .. } | Op::AlterType { .. } | Op::SetNotNull { .. })
    };
    let message = if since.iter().chain(&here).any(added) {
        format!("{name} is validated under the lock that adding it took on {table}")
    } else if cx.session.in_transaction && cx.session.changed.contains(table) {
        format!("{name} is validated under the lock that the transaction has taken on {table} before")
    } else if here.iter().any(locks) {
        format!("{name} is validated under the lock that the rest of the statement takes on {table}")
    } else {
        return;
    };
    cx.report_sized(table, format!("constraint {name}"), message);
}
