//! `CREATE OR REPLACE VIEW` takes columns away, renames them or puts them in another order.
//!
//! PostgreSQL refuses it, always: a view that is replaced keeps the columns that it has, and gets new ones at its end
//! alone.
//!
//! Instead: keep the columns as they are and add new ones at the end; or drop the view and create it again in one
//! transaction, when nobody reads what goes.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    down: true,
    bad: "CREATE OR REPLACE VIEW active_users AS SELECT id, name FROM users;",
    good: "CREATE OR REPLACE VIEW active_users AS SELECT id, email, name FROM users WHERE age > 0;",
    check: Check::Op(check),
    ..rule!("replace-view-columns", "replace_view_columns.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateView { name, .. } = op
        && let Some(how) = cx.catalog.refuses_columns(op)
    {
        cx.report(format!("view {name}"), format!("view {name} cannot be replaced: {how}"));
    }
}
