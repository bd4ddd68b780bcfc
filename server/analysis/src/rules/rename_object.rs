//! A view, function, sequence, type or other object gets another name.
//!
//! Code that uses the old name fails.
//!
//! Instead: create the object under the new name beside the old one, move the code, and drop the old one later.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "renaming-object")],
    bad: "ALTER VIEW active_users RENAME TO live_users;",
    good: "ALTER INDEX users_name_idx RENAME TO users_by_name_idx;",
    check: Check::Op(check),
    ..rule!("rename-object", "rename_object.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Rename { object, name, to } = op {
        let harmless = matches!(
            object,
            ObjectKind::Index | ObjectKind::Schema | ObjectKind::Policy | ObjectKind::Trigger | ObjectKind::Statistics
        );
        if !harmless && cx.catalog.object_existed(*object, name) {
            cx.report(format!("{} {name}", object.word()), format!("{} {name} is renamed to {to}", object.word()));
        }
    }
}
