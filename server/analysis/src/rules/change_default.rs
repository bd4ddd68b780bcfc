//! A column's default changes.
//!
//! Rows written before and after differ without anybody saying so, and running code that has read the old default
//! may go on writing it.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: let the writers give the value themselves during the deployment.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-set-default"), ("strong_migrations", "change_column_default")],
    bad: "ALTER TABLE users ALTER COLUMN balance SET DEFAULT 100;",
    good: "ALTER TABLE users ADD COLUMN level int;
ALTER TABLE users ALTER COLUMN level SET DEFAULT 1;",
    check: Check::Op(check),
    ..rule!("change-default", "change_default.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::SetDefault { table, column, default: Some(default) } = op
        && cx.column_existed(table, column)
    {
        cx.report(format!("column {table}.{column}"), format!("{table}.{column} gets another default, {default}"));
    }
}
