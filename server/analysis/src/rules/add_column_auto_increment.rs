//! A column that numbers the rows by itself is added.
//!
//! Every row gets a number, so that the table is rewritten; with statement-based replication the numbers differ.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is rewritten.
//!
//! Instead: add a plain column, fill it in batches, and let a sequence be its default for new rows.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    dialects: ALL,
    also_known_as: &[
        ("strong_migrations", "add_column_auto_incrementing"),
        ("squawk", "adding-serial-primary-key-field"),
    ],
    bad: "ALTER TABLE loose ADD COLUMN id bigserial;",
    good: "ALTER TABLE loose ADD COLUMN id bigint;",
    check: Check::Op(check),
    ..rule!("add-column-auto-increment", "add_column_auto_increment.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddColumn { table, column, .. } = op
        && (column.is_serial() || matches!(column.generated, Generated::Identity | Generated::AutoIncrement))
        && cx.existed(table)
    {
        cx.report_sized(
            table,
            format!("column {table}.{}", column.name),
            format!("{table} is rewritten to number its rows in {}", column.name),
        );
    }
}
