//! A check constraint's name does not keep the project's convention.
//!
//! Instead: name it as the project file says.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Convention],
    dialects: ALL,
    also_known_as: &[("atlas", "NM106")],
    bad: r#"ALTER TABLE users ADD CONSTRAINT "AgeOk" CHECK (age > 0) NOT VALID;"#,
    good: "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
    check: Check::Op(check),
    ..rule!("naming-check", "naming_check.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    super::types::named_constraints(cx, op, ConstraintKind::Check, "check");
}
