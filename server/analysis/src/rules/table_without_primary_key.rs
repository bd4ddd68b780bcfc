//! A new table has no primary key.
//!
//! Its rows have no identity: logical replication cannot update them, and duplicates cannot be told apart.
//!
//! Instead: give it a primary key from the start; later it costs a lock.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Convention],
    dialects: ALL,
    bad: "CREATE TABLE cards (name text);",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY);",
    check: Check::Op(check),
    ..rule!("table-without-primary-key", "table_without_primary_key.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateTable(create) = op {
        let keyed = create.columns.iter().any(|column| column.primary)
            || create.constraints.iter().any(|constraint| constraint.kind == ConstraintKind::Primary);
        let elsewhere = create.temporary || create.opaque_columns || create.columns.is_empty();
        // Asked last: it reads the rest of the script.
        let later = || {
            cx.statements[cx.at..].iter().flat_map(|statement| &statement.ops).any(|located| {
            matches!(&located.op, Op::AddConstraint { table, constraint } if *table == create.name && constraint.kind == ConstraintKind::Primary)
        })
        };
        if !keyed && !elsewhere && !later() {
            cx.report(format!("table {}", create.name), format!("table {} has no primary key", create.name));
        }
    }
}
