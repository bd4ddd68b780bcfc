//! A view reads itself, through other views or directly.
//!
//! PostgreSQL takes the statement, and refuses every query on each of the views from then on: "infinite recursion
//! detected in rules for relation".
//!
//! Instead: let both views read the tables, or a third view below them.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    down: true,
    bad: "CREATE VIEW named AS SELECT id, email FROM active_users;
CREATE OR REPLACE VIEW active_users AS SELECT id, email FROM named;",
    good: "CREATE VIEW named AS SELECT id, email FROM active_users;
CREATE OR REPLACE VIEW active_users AS SELECT id, email FROM users WHERE age > 0;",
    check: Check::Op(check),
    ..rule!("view-circle", "view_circle.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    // A view that is new is read by no other one.
    if let Op::CreateView { name, query, or_replace: true, .. } = op
        && let Some(way) = cx.catalog.views_between(query, name)
    {
        let way: Vec<String> = way.iter().map(ToString::to_string).collect();
        let through = if way.is_empty() { "directly".to_owned() } else { format!("through {}", way.join(", ")) };
        cx.report(format!("view {name}"), format!("view {name} reads itself, {through}"));
    }
}
