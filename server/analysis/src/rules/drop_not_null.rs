//! A required column may be empty from now on.
//!
//! Code that was written for a value in every row meets none.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: first deploy readers that can do without the value, then let it be empty.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-not-null")],
    bad: "ALTER TABLE users ALTER COLUMN email DROP NOT NULL;",
    good: "ALTER TABLE users ADD COLUMN nick text DEFAULT '' NOT NULL;
ALTER TABLE users ALTER COLUMN nick DROP NOT NULL;",
    check: Check::Op(check),
    ..rule!("drop-not-null", "drop_not_null.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::SetNotNull { table, column, not_null: false } = op
        && cx.column_existed(table, column)
    {
        cx.report(format!("column {table}.{column}"), format!("{table}.{column} may be empty from now on"));
    }
}
