//! Something that PostgreSQL refuses on a partitioned table.
//!
//! An index over all partitions cannot be built concurrently, a key has to hold the partition key's columns, and a foreign
//! key cannot be `NOT VALID` before PostgreSQL 18. The deployment stops here.
//!
//! Instead: make the index `ON ONLY` the parent, build one concurrently on each partition, and attach them; put the
//! partition key into the key; add the foreign key to each partition first.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    down: true,
    bad: "CREATE INDEX CONCURRENTLY events_body_idx ON events (body);",
    good: "CREATE INDEX events_body_idx ON ONLY events (body);",
    check: Check::Op(check),
    ..rule!("partitioned-refusal", "partitioned_refusal.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let mut refused = Vec::new();
    match op {
        Op::CreateIndex(index) => {
            let Some(key) = partition_key(cx, &index.table) else { return };
            if index.concurrently && !index.only {
                refused
                    .push((index.table.clone(), "an index cannot be built concurrently on all partitions".to_owned()));
            }
            if index.unique {
                refused.extend(lacking(&key, &index.columns).map(|why| (index.table.clone(), why)));
            }
        }
        Op::AddConstraint { table, constraint } => {
            let Some(key) = partition_key(cx, table) else { return };
            if is_key(constraint.kind) && constraint.using_index.is_none() {
                refused.extend(lacking(&key, &constraint.columns).map(|why| (table.clone(), why)));
            }
            let version =
                cx.options.server_version.as_deref().and_then(|text| text.split('.').next()?.parse::<u32>().ok());
            if constraint.kind == ConstraintKind::Foreign
                && constraint.not_valid
                && version.is_none_or(|version| version < 18)
            {
                refused.push((table.clone(), "a foreign key cannot be NOT VALID before PostgreSQL 18".to_owned()));
            }
        }
        Op::CreateTable(create) if create.partitioned => {
            let own = create.columns.iter().filter(|column| column.primary || column.unique);
            let mut keys: Vec<Vec<String>> = own.map(|column| vec![column.name.clone()]).collect();
            keys.extend(create.constraints.iter().filter(|one| is_key(one.kind)).map(|one| one.columns.clone()));
            let lacking = keys.iter().filter_map(|columns| lacking(&create.partition_key, columns));
            refused.extend(lacking.map(|why| (create.name.clone(), why)));
        }
        _ => {}
    }
    for (table, why) in refused {
        cx.report(format!("table {table}"), format!("{table} is partitioned: {why}"));
    }
}

fn is_key(kind: ConstraintKind) -> bool {
    matches!(kind, ConstraintKind::Primary | ConstraintKind::Unique)
}

fn partition_key(cx: &Cx<'_>, table: &Name) -> Option<Vec<String>> {
    cx.catalog.table(table).filter(|table| table.partitioned).map(|table| table.partition_key.clone())
}

/// Why a key over these columns is refused.
fn lacking(key: &[String], columns: &[String]) -> Option<String> {
    let column = key.iter().find(|column| !columns.contains(column))?;
    Some(format!("a key without {column}, by which it is partitioned, cannot be unique"))
}
