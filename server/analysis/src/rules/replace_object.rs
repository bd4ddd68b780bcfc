//! A view or a routine that is in use is replaced.
//!
//! Its readers get other rows or another behaviour from this moment, and old code runs against the new body.
//!
//! Instead: make sure that old and new code both work with the new body; otherwise create it under another name.
use super::prelude::*;
use crate::state::Replaced;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-replace-view-function")],
    bad: "CREATE OR REPLACE VIEW active_users AS SELECT id, email FROM users WHERE age > 0;",
    good: "CREATE OR REPLACE VIEW old_users AS SELECT id FROM users WHERE age > 60;",
    check: Check::Op(check),
    ..rule!("replace-object", "replace_object.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    match op {
        Op::CreateView { name, or_replace: true, .. }
            // What the server refuses is another rule's.
            if cx.catalog.views.get(name).is_some_and(|view| view.origin != Origin::Change)
                && cx.catalog.refuses_columns(op).is_none() =>
        {
            cx.report(format!("view {name}"), format!("view {name} is replaced"));
        }
        Op::CreateRoutine { name, or_replace: true, kind, .. }
            if cx.catalog.routines.get(name).is_some_and(|known| known.origin != Origin::Change) =>
        {
            let subject = format!("{} {name}", kind.word());
            match cx.catalog.replaced(op) {
                Some(Replaced::Whole) => drop(cx.report(subject.clone(), format!("{subject} is replaced"))),
                // That calls may mean either is another rule's.
                Some(Replaced::Beside(None)) => {
                    let message = format!("{subject} is not replaced: its arguments differ, so that it stands beside the old one");
                    cx.report(subject, message);
                }
                _ => {}
            }
        }
        _ => {}
    }
}
