//! A sequence goes that defaults or code may still draw from.
//!
//! Inserts that take a number from it fail, and the last number given is forgotten.
//!
//! Instead: move the defaults away first; an identity column owns its sequence and drops it by itself.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-drop-sequence")],
    bad: "DROP SEQUENCE tickets;",
    good: "CREATE SEQUENCE invoices;
DROP SEQUENCE invoices;",
    check: Check::Op(check),
    ..rule!("drop-sequence", "drop_sequence.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: ObjectKind::Sequence, name, .. } = op
        && cx.catalog.object_existed(ObjectKind::Sequence, name)
    {
        cx.report(format!("sequence {name}"), format!("sequence {name} is dropped"));
    }
}
