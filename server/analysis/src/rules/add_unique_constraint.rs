//! A unique constraint is added together with its index.
//!
//! The index is built while nobody can read or write the table, and fails on the first duplicate.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while the index is built.
//!
//! Instead: build a unique index concurrently, then `ADD CONSTRAINT … UNIQUE USING INDEX`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, DataDependent],
    also_known_as: &[
        ("squawk", "disallowed-unique-constraint"),
        ("atlas", "PG105"),
        ("strong_migrations", "add_unique_constraint"),
    ],
    bad: "ALTER TABLE users ADD CONSTRAINT users_code_key UNIQUE (code);",
    good: "CREATE UNIQUE INDEX CONCURRENTLY users_code_key ON users (code);
ALTER TABLE users ADD CONSTRAINT users_code_key UNIQUE USING INDEX users_code_key;",
    check: Check::Op(check),
    ..rule!("add-unique-constraint", "add_unique_constraint.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddConstraint { table, constraint } = op
        && constraint.kind == ConstraintKind::Unique
        && constraint.using_index.is_none()
        && cx.existed(table)
    {
        let columns = constraint.columns.join(", ");
        cx.report_sized(
            table,
            format!("table {table}"),
            format!("nobody can use {table} while the unique index on {columns} is built"),
        );
    }
}
