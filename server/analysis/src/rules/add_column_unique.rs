//! A column is added together with a unique or primary key constraint.
//!
//! The index is built while nobody can read or write the table; with a default, more than one row makes it fail.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while the index is built.
//!
//! Instead: add the column alone, build a unique index concurrently, and make it a constraint by `USING INDEX`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    also_known_as: &[("squawk", "disallowed-unique-constraint"), ("squawk", "adding-serial-primary-key-field")],
    bad: "ALTER TABLE users ADD COLUMN nick text CONSTRAINT nick_key UNIQUE;",
    good: "ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Op(check),
    ..rule!("add-column-unique", "add_column_unique.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddColumn { table, column, .. } = op
        && (column.unique || column.primary)
        && cx.existed(table)
    {
        cx.report_sized(
            table,
            format!("column {table}.{}", column.name),
            format!("the index of {table}.{} is built under a lock that stops everybody", column.name),
        );
    }
}
