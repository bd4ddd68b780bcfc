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
    let Op::Table { table, setting: Setting::AttachPartition { partition, bounds } } = op else { return };
    if !cx.existed(partition) {
        return;
    }
    let key = cx.catalog.table(table).map(|table| table.partition_key.clone()).unwrap_or_default();
    let subject = format!("table {partition}");
    match proof(cx, partition, &key, bounds) {
        Proof::Whole => {}
        Proof::Perhaps => {
            let message = format!(
                "all rows of {partition} are read to attach it to {table}, unless its check says the same as the bounds"
            );
            cx.report(subject, message).severity(Notice);
        }
        Proof::None => {
            cx.report_sized(partition, subject, format!("all rows of {partition} are read to attach it to {table}"));
        }
    }
}

enum Proof {
    Whole,
    Perhaps,
    None,
}

/// Whether a check of the table says what the bounds say: it names the key, and the bounds' values.
fn proof(cx: &Cx<'_>, partition: &Name, key: &[String], bounds: &[String]) -> Proof {
    let held = cx.catalog.table(partition).into_iter().flat_map(|table| &table.constraints);
    let checks = held.filter(|held| held.valid && held.constraint.kind == ConstraintKind::Check);
    let mut best = Proof::None;
    for check in checks {
        let named = |column: &String| check.constraint.columns.contains(column);
        if !key.iter().all(named) {
            continue;
        }
        let text = &check.constraint.definition;
        if !bounds.is_empty() && bounds.iter().all(|value| text.contains(value.as_str())) {
            return Proof::Whole;
        }
        // The same value may be written in another way.
        best = Proof::Perhaps;
    }
    best
}
