//! `TRUNCATE … CASCADE` empties every table that points at the one that is named, too.
//!
//! Which tables these are depends on the foreign keys at that moment, and on theirs.
//!
//! Lock: ACCESS EXCLUSIVE on all of them.
//!
//! Instead: name the tables that are to be emptied.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataLoss, Irreversible],
    also_known_as: &[("squawk", "ban-truncate-cascade")],
    down: true,
    bad: "TRUNCATE users CASCADE;",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);
TRUNCATE t CASCADE;",
    check: Check::Op(check),
    ..rule!("truncate-cascade", "truncate_cascade.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Truncate { tables, cascade: true } = op {
        for table in tables {
            if cx.existed(table) {
                let reach: Vec<_> = cx.catalog.pointing_at(table).iter().map(ToString::to_string).collect();
                let reach = if reach.is_empty() { "the tables that point at it".to_owned() } else { reach.join(", ") };
                cx.report(format!("table {table}"), format!("{table} is emptied, and so are {reach}"));
            }
        }
    }
}
