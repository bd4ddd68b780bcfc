//! A column's type gets narrower.
//!
//! Values that do not fit make the statement fail, or are cut or rounded; old code that writes such values fails.
//!
//! Instead: prove that all values fit by a `CHECK` constraint first, added as `NOT VALID` and validated.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataLoss, DataDependent, Breaking],
    dialects: ALL,
    bad: "ALTER TABLE users ALTER COLUMN name TYPE varchar(10);",
    good: "ALTER TABLE users ALTER COLUMN name TYPE varchar(100);",
    check: Check::Op(check),
    ..rule!("narrow-column-type", "narrow_column_type.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (table, name, ty) = match op {
        Op::AlterType { table, column, ty, .. } => (table, column, ty),
        Op::ModifyColumn { table, from, column } => (table, from, &column.ty),
        _ => return,
    };
    if cx.column_existed(table, name)
        && let Some(old) = cx.catalog.column(table, name).map(|column| column.ty.clone())
        && (super::types::narrows(&old, ty) || super::types::rounds(&old, ty, cx.dialect))
    {
        cx.report(format!("column {table}.{name}"), format!("{table}.{name} goes from {old} to the narrower {ty}"));
    }
}
