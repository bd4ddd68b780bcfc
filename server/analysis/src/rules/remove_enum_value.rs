//! A column moves to an enum that lacks values of its old one.
//!
//! Rows with such a value make the statement fail, and code that still writes it fails after it.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while every row is rewritten.
//!
//! Instead: leave the value in the type and forbid it for new rows by a `CHECK` constraint.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataDependent, Blocking],
    bad: "CREATE TYPE mood2 AS ENUM ('ok', 'happy');
ALTER TABLE users ALTER COLUMN feeling TYPE mood2 USING feeling::text::mood2;",
    good: "CREATE TYPE mood2 AS ENUM ('sad', 'ok', 'happy', 'calm');
ALTER TABLE users ALTER COLUMN feeling TYPE mood2 USING feeling::text::mood2;",
    check: Check::Op(check),
    ..rule!("remove-enum-value", "remove_enum_value.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    match op {
        Op::AlterType { table, column, ty, .. } => {
            let values = |ty: &str| cx.catalog.enums.get(&crate::sql::named_type(ty)).map(|(values, _)| values.clone());
            let old = cx.catalog.column(table, column).and_then(|column| values(&column.ty));
            let (Some(old), Some(new)) = (old, values(ty)) else { return };
            let gone: Vec<_> =
                old.iter().filter(|value| !new.contains(value)).map(|value| format!("'{value}'")).collect();
            if !gone.is_empty() {
                cx.report(
                    format!("column {table}.{column}"),
                    format!("{table}.{column} can no longer hold {}", gone.join(", ")),
                );
            }
        }
        Op::Delete { table, .. } | Op::Update { table, .. } if table.name == "pg_enum" => {
            cx.report("type", "the values of a type are changed behind the server's back, in pg_enum");
        }
        _ => {}
    }
}
