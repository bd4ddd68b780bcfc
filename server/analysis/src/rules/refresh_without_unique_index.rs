//! A materialised view is refreshed concurrently although it has no unique index over all its rows.
//!
//! The server refuses it, and the deployment stops here.
//!
//! Instead: create a unique index on the view first, without a condition.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    bad: "REFRESH MATERIALIZED VIEW CONCURRENTLY totals;",
    good: "CREATE UNIQUE INDEX totals_idx ON totals (user_id);
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;",
    check: Check::Op(check),
    ..rule!("refresh-without-unique-index", "refresh_without_unique_index.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Refresh { view, concurrently: true, .. } = op
        && cx.catalog.views.contains_key(view)
    {
        let unique = cx.catalog.indexes.values().any(|index| index.unique && !index.partial && index.table == *view);
        if !unique {
            cx.report(format!("view {view}"), format!("{view} has no unique index to refresh it concurrently by"));
        }
    }
}
