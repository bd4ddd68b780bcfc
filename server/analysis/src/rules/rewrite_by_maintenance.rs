//! `VACUUM FULL` or `CLUSTER` writes a table anew.
//!
//! Nobody can read or write it until that is done.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is rewritten.
//!
//! Instead: plain `VACUUM`, or an extension that rewrites beside the traffic such as `pg_repack`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    also_known_as: &[("squawk", "prefer-repack")],
    bad: "VACUUM FULL users;",
    good: "VACUUM users;",
    check: Check::Op(check),
    ..rule!("rewrite-by-maintenance", "rewrite_by_maintenance.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (what, table) = match op {
        Op::Vacuum { full: true, tables } => ("VACUUM FULL", tables.first().cloned()),
        Op::Cluster { table } => ("CLUSTER", table.clone()),
        _ => return,
    };
    let table = table.unwrap_or_else(|| Name::bare("every table"));
    if cx.existed(&table) {
        cx.report_sized(
            &table,
            format!("table {table}"),
            format!("{what} writes {table} anew while nobody can use it"),
        );
    }
}
