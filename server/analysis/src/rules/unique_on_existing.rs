//! Values that are there already have to be unique from now on.
//!
//! One pair of equal rows makes the statement fail, in production and perhaps nowhere else; code that writes
//! duplicates fails after it.
//!
//! Instead: count the duplicates in production first, mend them, and let the writers stop making them.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[DataDependent, Breaking],
    dialects: ALL,
    also_known_as: &[("atlas", "MF101")],
    bad: "CREATE UNIQUE INDEX CONCURRENTLY users_code_idx ON users (code);",
    good: "ALTER TABLE users ADD COLUMN nick text;
CREATE UNIQUE INDEX CONCURRENTLY users_nick_idx ON users (nick);",
    check: Check::Op(check),
    ..rule!("unique-on-existing", "unique_on_existing.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (table, columns) = match op {
        Op::CreateIndex(index) if index.unique => (&index.table, &index.columns),
        Op::AddConstraint { table, constraint }
            if constraint.kind == ConstraintKind::Unique && constraint.using_index.is_none() =>
        {
            (table, &constraint.columns)
        }
        _ => return,
    };
    let proven = cx.catalog.indexes.values().any(|index| {
        index.unique
            && index.valid
            && !index.partial
            && index.table == *table
            && index.columns.iter().all(|column| columns.contains(column))
    });
    if columns.iter().all(|column| cx.column_existed(table, column)) && cx.existed(table) && !proven {
        cx.report(format!("table {table}"), format!("{} of {table} may have duplicates", columns.join(", ")));
    }
}
