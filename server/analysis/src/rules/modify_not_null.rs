//! A column becomes required, in a dialect that rewrites or rebuilds the table for it.
//!
//! Rows without a value make the statement fail (or get a zero or an empty string where MySQL is not strict), and old
//! code that leaves the column out fails after it.
//!
//! Lock: writers wait while the table is rebuilt.
//!
//! Instead: fill the column first, and require it in a later change; keep a default for old writers.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataDependent],
    dialects: MYSQL,
    also_known_as: &[
        ("atlas", "MF104"),
        ("strong_migrations", "change_column_with_not_null"),
        ("strong_migrations", "change_column_null"),
    ],
    bad: "ALTER TABLE users MODIFY age int NOT NULL;",
    good: "ALTER TABLE users MODIFY email varchar(100) NOT NULL;",
    check: Check::Op(check),
    ..rule!("modify-not-null", "modify_not_null.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (table, from) = match op {
        Op::ModifyColumn { table, from, column } if column.not_null => (table, from),
        Op::SetNotNull { table, column, not_null: true } => (table, column),
        _ => return,
    };
    let required = cx.catalog.column(table, from).is_some_and(|column| column.not_null);
    if cx.column_existed(table, from) && !required {
        cx.report(format!("column {table}.{from}"), format!("{table}.{from} becomes required"));
    }
}
