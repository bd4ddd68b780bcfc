//! A column is added whose default has to be worked out for each row.
//!
//! A constant is only noted down; a function that gives another value each time is written into every row, so that
//! the table and its indexes are rewritten.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is rewritten.
//!
//! Instead: add the column without the default, set the default for new rows, and fill the old ones in batches.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    also_known_as: &[
        ("squawk", "adding-field-with-default"),
        ("atlas", "PG302"),
        ("strong_migrations", "add_column_default"),
        ("strong_migrations", "add_column_default_callable"),
    ],
    bad: "ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();",
    good: "ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();",
    check: Check::Op(check),
    ..rule!("add-column-volatile-default", "add_column_volatile_default.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddColumn { table, column, .. } = op
        && column.has_volatile_default(|name| cx.catalog.is_stable(name))
        && cx.existed(table)
    {
        let default = column.default.clone().unwrap_or_default();
        cx.report_sized(
            table,
            format!("column {table}.{}", column.name),
            format!("{table} is rewritten to fill {} with {default}", column.name),
        );
    }
}
