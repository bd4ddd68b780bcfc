//! An exclusion constraint is added.
//!
//! Its index is built while nobody can read or write the table; there is no way to do it concurrently.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while the index is built.
//!
//! Instead: put the constraint on a new table and move the rows over in batches.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, DataDependent],
    also_known_as: &[("strong_migrations", "add_exclusion_constraint"), ("atlas", "PG308")],
    bad: "ALTER TABLE orders ADD CONSTRAINT no_overlap EXCLUDE USING gist (total WITH =);",
    good: "CREATE TABLE t (id bigint PRIMARY KEY, total numeric, CONSTRAINT no_overlap EXCLUDE USING gist (total WITH =));",
    check: Check::Op(check),
    ..rule!("add-exclusion-constraint", "add_exclusion_constraint.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddConstraint { table, constraint } = op
        && constraint.kind == ConstraintKind::Exclude
        && cx.existed(table)
    {
        cx.report_sized(
            table,
            format!("table {table}"),
            format!("nobody can use {table} while the exclusion constraint is built"),
        );
    }
}
