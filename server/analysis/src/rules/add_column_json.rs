//! A column of type `json` is added.
//!
//! `json` cannot be compared: `SELECT DISTINCT`, `GROUP BY` and `UNION` over the table's rows fail from now on.
//!
//! Instead: use `jsonb`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("strong_migrations", "add_column_json")],
    bad: "ALTER TABLE users ADD COLUMN properties json;",
    good: "ALTER TABLE users ADD COLUMN properties jsonb;",
    check: Check::Op(check),
    ..rule!("add-column-json", "add_column_json.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddColumn { table, column, .. } = op
        && column.ty == "json"
        && cx.existed(table)
    {
        cx.report(format!("column {table}.{}", column.name), format!("{table}.{} cannot be compared", column.name));
    }
}
