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
    if let Op::ValidateConstraint { table, name } = op
        && cx.session.in_transaction
        && cx.existed(table)
    {
        let since_begin: Vec<&Op> = cx.before().collect();
        let start = since_begin
            .iter()
            .rposition(|op| matches!(op, Op::Begin | Op::Commit | Op::Rollback))
            .map_or(0, |at| at + 1);
        let here = &cx.statements[cx.at].ops;
        let added = |op: &Op| matches!(op, Op::AddConstraint { table: on, constraint } if on == table && constraint.name.as_ref() == Some(name));
        if since_begin[start..].iter().any(|op| added(op)) || here.iter().any(|located| added(&located.op)) {
            cx.report_sized(
                table,
                format!("constraint {name}"),
                format!("{name} is validated under the lock that adding it took on {table}"),
            );
        } else if cx.session.changed.contains(table) {
            let message =
                format!("{name} is validated under the lock that the transaction has taken on {table} before");
            cx.report_sized(table, format!("constraint {name}"), message);
        }
    }
}
