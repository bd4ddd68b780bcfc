//! A required column without a default is added to a table that may have rows.
//!
//! The statement fails as soon as there is one row, and old code that inserts without the column fails after it. So it
//! does where the default is dropped again, or a check requires the new column.
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
        && (column.is_required() || requires_itself(column))
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
    if cx.dialect == Dialect::Postgres
        && let Some((table, name)) = required_later(cx, op)
    {
        let message =
            format!("{table}.{name} is required and has no default: code that does not know it yet cannot insert");
        let fix = "keep the default, or allow it to be empty, until all writers give it.";
        cx.report(format!("column {table}.{name}"), message).fix(fix);
    }
}

/// Its own check refuses a row that leaves it out.
fn requires_itself(column: &Column) -> bool {
    let checked = column
        .check
        .as_deref()
        .is_some_and(|check| crate::sql::required(&format!("check ({check})")).contains(&column.name));
    checked && column.default.is_none() && column.generated == Generated::No && !column.is_serial()
}

/// A column of this change that was added without harm, and is required by this effect.
fn required_later(cx: &Cx<'_>, op: &Op) -> Option<(Name, String)> {
    let is_new = |table: &Name, name: &String| {
        let known = cx.catalog.column(table, name).filter(|_| cx.existed(table) && !cx.column_existed(table, name));
        known.filter(|_| !cx.gets_default(table, name) && !cx.catalog.is_named_by_trigger(table, name))
    };
    match op {
        Op::SetDefault { table, column, default: None } => {
            let known = is_new(table, column)?;
            let loses = (known.default.is_some() || known.is_serial()) && known.generated == Generated::No;
            (loses && known.not_null).then(|| (table.clone(), column.clone()))
        }
        Op::AddConstraint { table, constraint } if constraint.kind == ConstraintKind::Check => {
            let required = crate::sql::required(&constraint.definition).into_iter().find(|name| {
                is_new(table, name).is_some_and(|known| {
                    known.default.is_none() && !known.not_null && !known.is_serial() && known.generated == Generated::No
                })
            });
            Some((table.clone(), required?))
        }
        _ => None,
    }
}
