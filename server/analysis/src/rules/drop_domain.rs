//! A domain goes that columns or code may still use.
//!
//! Without `CASCADE` the statement fails where it is used; with it, the columns go too.
//!
//! Instead: move the columns to the domain's base type first, and drop the domain in a later change.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-drop-domain")],
    bad: "DROP DOMAIN short_text;",
    good: "CREATE DOMAIN long_text AS text;
DROP DOMAIN long_text;",
    check: Check::Op(check),
    ..rule!("drop-domain", "drop_domain.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: ObjectKind::Domain, name, .. } = op
        && cx.catalog.object_existed(ObjectKind::Domain, name)
    {
        cx.report(format!("domain {name}"), format!("domain {name} is dropped"));
    }
}
