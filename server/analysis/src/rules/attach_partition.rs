//! A table with rows becomes a partition.
//!
//! All its rows are read to prove that they belong there, unless a validated check says so already.
//!
//! Lock: SHARE UPDATE EXCLUSIVE on the parent, ACCESS EXCLUSIVE on the table while it is scanned.
//!
//! Instead: add a check constraint with the partition's bounds as `NOT VALID`, validate it, attach, and drop it.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Blocking],
    also_known_as: &[("atlas", "PG310")],
    bad: "ALTER TABLE events ATTACH PARTITION loose FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');",
    good: "CREATE TABLE events_2027 (at timestamptz NOT NULL, body text);
ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');",
    check: Check::Op(check),
    ..rule!("attach-partition", "attach_partition.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Table { table, setting: Setting::AttachPartition { partition } } = op
        && cx.existed(partition)
    {
        let proven = cx.catalog.table(partition).is_some_and(|table| {
            table.constraints.iter().any(|held| held.valid && held.constraint.kind == ConstraintKind::Check)
        });
        if !proven {
            cx.report_sized(
                partition,
                format!("table {partition}"),
                format!("all rows of {partition} are read to attach it to {table}"),
            );
        }
    }
}
