//! A required column without a default is added to a table that may have rows.
//!
//! The statement fails as soon as there is one row, and old code that inserts without the column fails after it.
//!
//! Lock: ACCESS EXCLUSIVE on the table.
//!
//! Instead: add the column with a default, or without `NOT NULL`; fill it; require it when all writers give it.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataDependent],
    dialects: ALL,
    also_known_as: &[
        ("squawk", "adding-required-field"),
        ("atlas", "MF103"),
        ("atlas", "MY101"),
        ("strong_migrations", "add_column"),
    ],
    bad: "ALTER TABLE users ADD COLUMN country text NOT NULL;",
    good: "ALTER TABLE users ADD COLUMN country text DEFAULT 'at' NOT NULL;",
    check: Check::Op(check),
    ..rule!("add-required-column", "add_required_column.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddColumn { table, column, .. } = op
        && column.is_required()
        && cx.existed(table)
    {
        let message = match cx.dialect {
            Dialect::Mysql => format!(
                "{table}.{} is required and has no default: MySQL fills in an empty value or zero by itself",
                column.name
            ),
            _ => format!(
                "{table}.{} is required and has no default, so that it cannot be added where there are rows",
                column.name
            ),
        };
        cx.report(format!("column {table}.{}", column.name), message);
    }
}
