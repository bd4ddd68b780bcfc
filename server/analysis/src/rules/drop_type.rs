//! A type goes that columns, functions or code may still use.
//!
//! Without `CASCADE` the statement fails where it is used; with it, the columns of that type go too.
//!
//! Lock: ACCESS EXCLUSIVE on the type, and with `CASCADE` on the tables that use it.
//!
//! Instead: move the columns to another type first, deploy, and drop the type later without `CASCADE`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-drop-type")],
    bad: "DROP TYPE mood;",
    good: "CREATE TYPE shade AS ENUM ('dark');
DROP TYPE shade;",
    check: Check::Op(check),
    ..rule!("drop-type", "drop_type.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: ObjectKind::Type, name, .. } = op
        && cx.catalog.object_existed(ObjectKind::Type, name)
    {
        let absent = cx.drops_nothing(op);
        cx.report(format!("type {name}"), format!("type {name} is dropped")).unless(absent);
    }
}
