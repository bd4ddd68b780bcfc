//! A materialised view is left without its rows.
//!
//! Every query on it fails with "has not been populated" until somebody refreshes it.
//!
//! Lock: ACCESS EXCLUSIVE on the view, for a moment.
//!
//! Instead: `REFRESH MATERIALIZED VIEW CONCURRENTLY`, which keeps the old rows until the new ones are there.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    bad: "REFRESH MATERIALIZED VIEW totals WITH NO DATA;",
    good: "CREATE UNIQUE INDEX totals_idx ON totals (user_id);
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;",
    check: Check::Op(check),
    ..rule!("unfilled-view", "unfilled_view.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Refresh { view, with_data: false, .. } = op
        && cx.existed(view)
    {
        let again = |op: &Op| matches!(op, Op::Refresh { view: again, with_data: true, .. } if again == view);
        if !cx.made_again(again) {
            cx.report(format!("view {view}"), format!("{view} is emptied, and cannot be read until it is refreshed"));
        }
    }
}
