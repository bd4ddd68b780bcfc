//! A foreign key is added that all rows are read for.
//!
//! Writes to both tables wait while the rows are checked, and one that points nowhere makes the statement fail.
//!
//! Lock: SHARE ROW EXCLUSIVE on both tables, while this one is scanned.
//!
//! Instead: add it as `NOT VALID`, and `VALIDATE CONSTRAINT` in a later transaction, which lets writers through.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, DataDependent],
    also_known_as: &[
        ("squawk", "adding-foreign-key-constraint"),
        ("squawk", "constraint-missing-not-valid"),
        ("atlas", "PG306"),
        ("strong_migrations", "add_foreign_key"),
    ],
    bad: "ALTER TABLE loose ADD CONSTRAINT loose_fk FOREIGN KEY (a) REFERENCES users (id);",
    good: "ALTER TABLE loose ADD CONSTRAINT loose_fk FOREIGN KEY (a) REFERENCES users (id) NOT VALID;",
    check: Check::Op(check),
    ..rule!("add-foreign-key", "add_foreign_key.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddConstraint { table, constraint } = op
        && constraint.kind == ConstraintKind::Foreign
        && !constraint.not_valid
        && cx.existed(table)
    {
        let to = constraint.references.as_ref().map(|to| to.table.to_string()).unwrap_or_default();
        let name = constraint.name.clone().unwrap_or_else(|| "the foreign key".to_owned());
        cx.report_sized(
            table,
            format!("constraint {name}"),
            format!("writes to {table} and {to} wait while the rows are checked for {name}"),
        );
    }
}
