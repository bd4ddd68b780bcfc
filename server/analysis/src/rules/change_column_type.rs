//! A column's type changes so that the table is rewritten.
//!
//! Every row and every index on the column is written anew while nobody can read the table, and code that was built
//! for the old type may fail.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is rewritten.
//!
//! Instead: add a column of the new type, write both, copy the old values in batches, read the new one, drop the old.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, Breaking],
    also_known_as: &[
        ("squawk", "changing-column-type"),
        ("atlas", "PG301"),
        ("strong_migrations", "change_column"),
        ("strong_migrations", "change_column_constraint"),
    ],
    bad: "ALTER TABLE users ALTER COLUMN age TYPE bigint;",
    good: "ALTER TABLE users ALTER COLUMN name TYPE varchar(80);
ALTER TABLE users ALTER COLUMN name TYPE text;",
    check: Check::Op(check),
    ..rule!("change-column-type", "change_column_type.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AlterType { table, column, ty, using } = op
        && cx.column_existed(table, column)
    {
        let old = cx.catalog.column(table, column).map(|column| column.ty.clone());
        let safe = old.as_deref().is_some_and(|old| super::types::without_rewrite(old, ty)) && using.is_none();
        if !safe {
            let from = old.unwrap_or_else(|| "an unknown type".to_owned());
            cx.report_sized(
                table,
                format!("column {table}.{column}"),
                format!("{table} is rewritten to change {column} from {from} to {ty}"),
            );
        }
    }
}
