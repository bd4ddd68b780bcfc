//! An extension is installed.
//!
//! It runs code of its own on the server, often needs rights that a migration should not have, and may not be there
//! in every environment.
//!
//! Instead: let whoever runs the server install it, and check in the migration that it is there.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[DataDependent],
    bad: "CREATE EXTENSION hstore;",
    good: "SELECT 1;",
    check: Check::Op(check),
    ..rule!("create-extension", "create_extension.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Create { object: ObjectKind::Extension, name: Some(name), .. } = op {
        cx.report(format!("extension {name}"), format!("extension {name} is installed on the server"));
    }
}
