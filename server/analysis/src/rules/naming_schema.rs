//! A schema's name does not keep the project's convention.
//!
//! Instead: name it as the project file says.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Convention],
    dialects: ALL,
    also_known_as: &[("atlas", "NM101")],
    bad: r#"CREATE SCHEMA "Archive";"#,
    good: "CREATE SCHEMA archive;",
    check: Check::Op(check),
    ..rule!("naming-schema", "naming_schema.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Create { object: ObjectKind::Schema, name: Some(name), .. } = op {
        super::types::named(cx, "schema", &name.name, &name.to_string());
    }
}
