//! A value of an enum gets another name.
//!
//! Code that writes the old value fails, and code that compares with it silently finds nothing.
//!
//! Instead: add the new value, move the rows and the code to it, and leave the old one unused.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    also_known_as: &[("strong_migrations", "rename_enum_value")],
    bad: "ALTER TYPE mood RENAME VALUE 'sad' TO 'unhappy';",
    good: "ALTER TYPE mood ADD VALUE 'unhappy' BEFORE 'sad';",
    check: Check::Op(check),
    ..rule!("rename-enum-value", "rename_enum_value.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::RenameEnumValue { name, from, to } = op
        && cx.catalog.object_existed(ObjectKind::Type, name)
    {
        cx.report(format!("type {name}"), format!("value '{from}' of {name} is renamed to '{to}'"));
    }
}
