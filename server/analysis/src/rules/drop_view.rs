//! A view goes that queries may still name.
//!
//! Every query that reads the view fails from this moment.
//!
//! Lock: ACCESS EXCLUSIVE on the view.
//!
//! Instead: first deploy code that does not read the view; drop it in a later change. To change a view, replace it.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-view")],
    bad: "DROP VIEW active_users;",
    good: "CREATE VIEW recent AS SELECT id FROM users;
DROP VIEW recent;",
    check: Check::Op(check),
    ..rule!("drop-view", "drop_view.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: object @ (ObjectKind::View | ObjectKind::MaterializedView), name, .. } = op
        && cx.catalog.object_existed(*object, name)
    {
        let word = object.word();
        let message = format!("{word} {name} is dropped{}", cx.used_by(name, None));
        cx.report(format!("{word} {name}"), message);
    }
}
