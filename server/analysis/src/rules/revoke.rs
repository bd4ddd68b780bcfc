//! A right is taken away.
//!
//! Code that runs with that role fails when it next needs the right, not when this is deployed.
//!
//! Instead: find out from the server's statistics or log who still uses the right, and take it away after them.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-revoke")],
    bad: "REVOKE SELECT ON orders FROM reporter;",
    good: "GRANT SELECT ON orders TO reporter;",
    check: Check::Op(check),
    ..rule!("revoke", "revoke.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Grant { revoke: true, on, what } = op
        && on.as_ref().is_none_or(|table| cx.existed(table))
        && !what.ends_with("from public")
    {
        let subject = on.as_ref().map_or_else(|| "rights".to_owned(), |table| format!("table {table}"));
        cx.report(subject, format!("a right is taken away: {}", what.chars().take(80).collect::<String>()));
    }
}
