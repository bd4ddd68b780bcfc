//! A table of another team is changed.
//!
//! That team's code is built on the table, and did not agree to this. Found only where the project file says which teams
//! own which tables and it is known which team makes the change.
//!
//! Instead: have the owning team make or approve the change.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Incomplete],
    dialects: ALL,
    also_known_as: &[("atlas", "OW101")],
    bad: "ALTER TABLE orders ADD COLUMN colour text;",
    good: "ALTER TABLE users ADD COLUMN colour text;",
    check: Check::Op(check),
    ..rule!("foreign-team", "foreign_team.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Some((table, team)) = op.table().zip(cx.options.team.clone()) else { return };
    let owner = super::types::owner(cx.options, table);
    if let Some(owner) = owner.filter(|owner| *owner != team) {
        cx.report(format!("table {table}"), format!("{table} belongs to {owner}, and this change is made by {team}"));
    }
}
