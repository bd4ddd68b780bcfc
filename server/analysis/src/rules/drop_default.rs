//! A column loses its default.
//!
//! Inserts that leave the column out write no value from now on, or fail where it is required.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: first deploy writers that give the value themselves, then drop the default.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-default")],
    bad: "ALTER TABLE users ALTER COLUMN balance DROP DEFAULT;",
    good: "ALTER TABLE users ADD COLUMN level int DEFAULT 1;
ALTER TABLE users ALTER COLUMN level DROP DEFAULT;",
    check: Check::Op(check),
    ..rule!("drop-default", "drop_default.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::SetDefault { table, column, default: None } = op
        && cx.column_existed(table, column)
        && !cx.gets_default(table, column)
    {
        let known = cx.catalog.column(table, column);
        let certain = cx.catalog.is_whole()
            && cx.catalog.table(table).is_some_and(|table| !table.loose && table.origin == Origin::Before);
        // There is none.
        if certain && known.is_some_and(|known| known.default.is_none() && !known.is_serial()) {
            return;
        }
        let required = known.is_some_and(|column| column.not_null || column.primary);
        let (severity, what) = if required {
            (Error, "inserts that leave it out fail")
        } else {
            (Warning, "inserts that leave it out write nothing")
        };
        cx.report(format!("column {table}.{column}"), format!("{table}.{column} loses its default; {what}"))
            .severity(severity);
    }
}
