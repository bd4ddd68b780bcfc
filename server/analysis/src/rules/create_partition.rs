//! A partition is made where a default partition may hold its rows.
//!
//! All rows of the default partition are read to prove that none of them belongs into the new one, and one that does
//! makes the statement fail.
//!
//! Lock: ACCESS EXCLUSIVE on the parent and on its default partition, while that is scanned.
//!
//! Instead: put a check on the default partition that excludes the new bounds as `NOT VALID`, validate it, make the table
//! by itself, and attach it: attaching needs a weaker lock on the parent.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, DataDependent],
    bad: "--- base 1_base.sql
CREATE TABLE logs (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE logs_rest PARTITION OF logs DEFAULT;
--- 2_change.sql
CREATE TABLE logs_2027 PARTITION OF logs FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');",
    good: "SET lock_timeout = '2s';
CREATE TABLE events_2027 PARTITION OF events FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');",
    check: Check::Op(check),
    ..rule!("create-partition", "create_partition.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (parent, new) = match op {
        Op::CreateTable(create) => match &create.partition_of {
            Some(parent) => (parent, &create.name),
            None => return,
        },
        Op::Table { table, setting: Setting::AttachPartition { partition, .. } } => (table, partition),
        _ => return,
    };
    if !cx.existed(parent) {
        return;
    }
    let attached = matches!(op, Op::Table { .. });
    let rest = cx.catalog.default_partition(parent).filter(|rest| cx.existed(rest) && *rest != new).cloned();
    if let Some(rest) = rest {
        let locked = if attached { rest.clone() } else { parent.clone() };
        let message = format!("all rows of {rest} are read while nobody can use {locked}, to make room for {new}");
        cx.report_sized(&rest, format!("table {new}"), message);
    } else if !attached && !cx.session.lock_timeout {
        let message = format!("nobody can use {parent} for a moment while {new} becomes its partition");
        let fix = "set a `lock_timeout`, or make the table by itself and attach it.";
        cx.report(format!("table {new}"), message).severity(Notice).fix(fix);
    }
}
