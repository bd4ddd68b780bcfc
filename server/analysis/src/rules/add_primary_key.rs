//! A primary key is added together with its index.
//!
//! The index is built while nobody can read or write the table.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while the index is built.
//!
//! Instead: build a unique index concurrently, then `ADD CONSTRAINT … PRIMARY KEY USING INDEX`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, DataDependent],
    also_known_as: &[("squawk", "adding-serial-primary-key-field"), ("atlas", "PG104")],
    bad: "ALTER TABLE loose ADD CONSTRAINT loose_pkey PRIMARY KEY (a);",
    good: "CREATE UNIQUE INDEX CONCURRENTLY loose_pkey ON loose (a);
ALTER TABLE loose ADD CONSTRAINT loose_pkey PRIMARY KEY USING INDEX loose_pkey;",
    check: Check::Op(check),
    ..rule!("add-primary-key", "add_primary_key.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddConstraint { table, constraint } = op
        && constraint.kind == ConstraintKind::Primary
        && constraint.using_index.is_none()
        && cx.existed(table)
    {
        cx.report_sized(
            table,
            format!("table {table}"),
            format!("nobody can use {table} while the index of its primary key is built"),
        );
    }
}
