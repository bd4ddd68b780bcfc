//! A materialised view is refreshed without `CONCURRENTLY`.
//!
//! Its readers wait until the query behind it has run.
//!
//! Lock: ACCESS EXCLUSIVE on the view, while it is filled.
//!
//! Instead: give the view a unique index and `REFRESH MATERIALIZED VIEW CONCURRENTLY`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    bad: "REFRESH MATERIALIZED VIEW totals;",
    good: "CREATE UNIQUE INDEX totals_idx ON totals (user_id);
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;",
    check: Check::Op(check),
    ..rule!("refresh-blocking", "refresh_blocking.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Refresh { view, concurrently: false, with_data: true } = op
        && cx.existed(view)
    {
        cx.report_sized(view, format!("view {view}"), format!("readers of {view} wait while it is refreshed"));
    }
}
