//! A sequence is set to other numbers.
//!
//! Numbers that were given already may be given again.
//!
//! `setval` with a number that is read from the rows brings a sequence up to date, and is fine.
//!
//! Instead: Start above the highest number in use.
use super::prelude::*;
use crate::sql::set_by_hand;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking, DataDependent],
    also_known_as: &[("squawk", "ban-alter-sequence-values")],
    bad: "ALTER SEQUENCE tickets RESTART WITH 1;",
    good: "CREATE SEQUENCE tickets2;",
    check: Check::SquawkAnd(&[Squawk::BanAlterSequenceValues], check),
    ..rule!("alter-sequence-values", "alter_sequence_values.rs")
};

fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::Select { query } = op else { return };
    if cx.conditional || cx.dialect != Dialect::Postgres || !query.calls.iter().any(|call| call.name == "setval") {
        return;
    }
    let text = cx.text.get(cx.span.0..cx.span.1).unwrap_or_default();
    let Some(sequence) = set_by_hand(text).filter(|sequence| existed(cx, sequence)) else { return };
    let message = format!("sequence {sequence} is set to a number that is written out, whatever the rows hold");
    cx.report(format!("sequence {sequence}"), message);
}

/// A sequence that a column of a new table brought along did not.
fn existed(cx: &Cx<'_>, sequence: &Name) -> bool {
    let brings = |(name, table): (&Name, &crate::state::Table)| {
        let named = |column: &str| *sequence == name.renamed(&format!("{}_{column}_seq", name.name));
        let numbers = |column: &Column| column.is_serial() || column.generated == Generated::Identity;
        table.columns.iter().any(|(column, origin)| *origin == Origin::Change && numbers(column) && named(&column.name))
    };
    cx.catalog.object_existed(ObjectKind::Sequence, sequence) && !cx.catalog.tables.iter().any(brings)
}
