//! A column becomes required.
//!
//! The statement fails on rows without a value, old code that leaves the column out fails after it, and all rows are
//! read to check.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is scanned.
//!
//! Instead: add `CHECK (column IS NOT NULL) NOT VALID`, validate it in a later transaction, then set `NOT NULL` (which
//! trusts the validated check) and drop the check.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, DataDependent, Breaking],
    also_known_as: &[
        ("squawk", "adding-not-nullable-field"),
        ("atlas", "PG303"),
        ("atlas", "MF104"),
        ("strong_migrations", "change_column_null"),
    ],
    bad: "ALTER TABLE users ALTER COLUMN age SET NOT NULL;",
    good: "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_age_check;
ALTER TABLE users ALTER COLUMN age SET NOT NULL;",
    check: Check::Op(check),
    ..rule!("set-not-null", "set_not_null.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::SetNotNull { table, column, not_null: true } = op
        && cx.existed(table)
    {
        let known = cx.catalog.table(table);
        let proven = cx.catalog.is_proven_filled(table, column);
        let required = known.and_then(|table| table.column(column)).is_some_and(|column| column.not_null);
        if !proven && !required {
            cx.report_sized(
                table,
                format!("column {table}.{column}"),
                format!("all rows of {table} are read while nobody can use it, to require {column}"),
            );
        }
    }
}
