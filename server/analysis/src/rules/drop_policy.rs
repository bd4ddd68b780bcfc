//! A row-level security policy goes.
//!
//! Where it allowed rows, users see fewer than before; where it was restrictive, they see more. Neither is an error
//! that anybody notices.
//!
//! Lock: ACCESS EXCLUSIVE on the table.
//!
//! Instead: create the policy that takes its place first, in the same transaction, and test with the affected roles.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-drop-policy")],
    bad: "DROP POLICY own_orders ON orders;",
    good: "CREATE POLICY all_orders ON orders USING (true);",
    check: Check::Op(check),
    ..rule!("drop-policy", "drop_policy.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: ObjectKind::Policy, name, on, .. } = op
        && on.as_ref().is_none_or(|table| cx.existed(table))
    {
        let absent = cx.drops_nothing(op);
        let anew = |op: &Op| matches!(op, Op::CreatePolicy { name: new, table, .. } if *new == name.name && on.as_ref() == Some(table));
        match cx.made_again(anew) {
            true => cx
                .report(
                    format!("policy {name}"),
                    format!("policy {name} is made anew; other rows may become visible or hidden"),
                )
                .severity(Warning),
            false => cx.report(
                format!("policy {name}"),
                format!("policy {name} is dropped; other rows become visible or hidden"),
            ),
        }
        .unless(absent);
    }
}
