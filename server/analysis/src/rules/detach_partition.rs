//! A partition is detached without `CONCURRENTLY`.
//!
//! Every query on the partitioned table waits, whichever partition it reads.
//!
//! Lock: ACCESS EXCLUSIVE on the parent.
//!
//! Instead: `DETACH PARTITION … CONCURRENTLY`, outside of a transaction.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    also_known_as: &[("squawk", "require-concurrent-partition-detach")],
    bad: "ALTER TABLE events DETACH PARTITION events_2026;",
    good: "ALTER TABLE events DETACH PARTITION events_2026 CONCURRENTLY;",
    check: Check::Op(check),
    ..rule!("detach-partition", "detach_partition.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Table { table, setting: Setting::DetachPartition { partition, concurrently: false } } = op
        && cx.existed(table)
    {
        cx.report(format!("table {table}"), format!("queries on {table} wait while {partition} is detached"));
    }
}
