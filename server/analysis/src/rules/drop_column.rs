//! A column goes, with all its values.
//!
//! Code that names the column fails at once, and running code that has cached the table's columns fails too; the
//! values come back from a backup only.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: first deploy code that neither reads nor writes the column (and a default, if it is required), then drop
//! it in a later change.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataLoss, Irreversible],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-column"), ("atlas", "DS103"), ("strong_migrations", "remove_column")],
    bad: "ALTER TABLE users DROP COLUMN age;",
    good: "ALTER TABLE users ADD COLUMN nickname text;
ALTER TABLE users DROP COLUMN nickname;",
    check: Check::Op(check),
    ..rule!("drop-column", "drop_column.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::DropColumn { table, column, if_exists, .. } = op
        && cx.column_existed(table, column)
    {
        let message = format!("column {table}.{column} is dropped with its values{}", cx.used_by(table, Some(column)));
        // Where it is refused, another rule says so.
        let silent = *if_exists || cx.dialect == Dialect::Postgres;
        let absent = silent && cx.catalog.lacks_column(table, column);
        cx.report(format!("column {table}.{column}"), message).unless(absent);
    }
}
