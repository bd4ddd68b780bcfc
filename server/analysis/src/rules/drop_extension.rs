//! An extension goes, with its types, functions and index methods.
//!
//! Columns and indexes that use them stop the statement, or go with it under `CASCADE`.
//!
//! Instead: remove every use in changes before this one, and never with `CASCADE`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataDependent],
    also_known_as: &[("squawk", "ban-drop-extension")],
    bad: "DROP EXTENSION citext;",
    good: "SELECT 1;",
    check: Check::Op(check),
    ..rule!("drop-extension", "drop_extension.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: ObjectKind::Extension, name, .. } = op {
        cx.report(format!("extension {name}"), format!("extension {name} is dropped with all it brought"));
    }
}
