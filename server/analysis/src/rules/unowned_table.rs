//! A new table belongs to no team.
//!
//! Nobody is asked when it is changed, and nobody answers for it. Found only where any team owns tables.
//!
//! Instead: name it so that an owner's pattern matches, or add it to a team's `tables` in the project file.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Convention],
    dialects: ALL,
    also_known_as: &[("atlas", "OW102")],
    bad: "CREATE TABLE stray (id bigint PRIMARY KEY);",
    good: "CREATE TABLE user_cards (id bigint PRIMARY KEY);",
    check: Check::Op(check),
    ..rule!("unowned-table", "unowned_table.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateTable(create) = op
        && !create.temporary
        && !cx.options.owners.is_empty()
        && super::types::owner(cx.options, &create.name).is_none()
    {
        cx.report(format!("table {}", create.name), format!("no team owns {}", create.name));
    }
}
