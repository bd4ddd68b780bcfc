//! A stored generated column is added.
//!
//! Its value is written into every row, so that the table is rewritten.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is rewritten.
//!
//! Instead: add a plain column kept by a trigger and fill the old rows in batches; or use a view or a virtual column.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    dialects: ALL,
    also_known_as: &[("strong_migrations", "add_column_generated_stored")],
    bad: "ALTER TABLE users ADD COLUMN low text GENERATED ALWAYS AS (lower(email)) STORED;",
    good: "ALTER TABLE users ADD COLUMN low text;",
    check: Check::Op(check),
    ..rule!("add-column-stored-generated", "add_column_stored_generated.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddColumn { table, column, .. } = op
        && column.generated == Generated::Stored
        && cx.existed(table)
    {
        cx.report_sized(
            table,
            format!("column {table}.{}", column.name),
            format!("{table} is rewritten to store {}", column.name),
        );
    }
}
