//! A setting of a table changes so that it is written anew.
//!
//! Every row and index is copied while nobody can read the table.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is rewritten.
//!
//! Instead: make a new table with the setting, copy in batches, and swap the names.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    also_known_as: &[("atlas", "PG311")],
    bad: "ALTER TABLE users SET UNLOGGED;",
    good: "ALTER TABLE users SET (fillfactor = 70);",
    check: Check::Op(check),
    ..rule!("rewrite-table", "rewrite_table.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Table { table, setting } = op
        && cx.existed(table)
    {
        // One that may have been there already may be of the other kind.
        let known = cx.catalog.table(table).filter(|known| !known.loose && known.origin == Origin::Before);
        let what = match setting {
            Setting::Logged(logged) if known.is_some_and(|known| known.unlogged != *logged) => return,
            Setting::Logged(true) => "to write it to the log",
            Setting::Logged(false) => "to keep it out of the log",
            Setting::Tablespace(_) => "to move it to another tablespace",
            Setting::AccessMethod(_) => "for another access method",
            _ => return,
        };
        cx.report_sized(table, format!("table {table}"), format!("{table} is rewritten {what}"));
    }
}
