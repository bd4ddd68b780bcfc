//! The columns of a new table stand in an order that wastes space.
//!
//! A short column before a long one is padded in every row.
//!
//! Instead: put fixed columns of eight bytes first, then four, two and one, and those of any length last.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    opt_in: true,
    also_known_as: &[("atlas", "PG110")],
    bad: "CREATE TABLE cards (active boolean, id bigint PRIMARY KEY, open boolean, total bigint);",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY, total bigint, active boolean, open boolean);",
    check: Check::Op(check),
    ..rule!("column-alignment", "column_alignment.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateTable(create) = op {
        let sizes: Vec<u64> = create.columns.iter().map(|column| super::types::width(&column.ty)).collect();
        let padded = |sizes: &[u64]| {
            let end = sizes.iter().fold(0u64, |at, size| at.next_multiple_of((*size).min(8)) + size);
            end.next_multiple_of(8)
        };
        let mut best = sizes.clone();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let waste = padded(&sizes).saturating_sub(padded(&best));
        if waste > 0 {
            cx.report(
                format!("table {}", create.name),
                format!("{waste} bytes of each row of {} are padding", create.name),
            );
        }
    }
}
