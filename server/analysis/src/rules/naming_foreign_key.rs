//! A foreign key's name does not keep the project's convention.
//!
//! Instead: name it as the project file says.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Convention],
    dialects: ALL,
    also_known_as: &[("atlas", "NM105")],
    bad: r#"ALTER TABLE loose ADD CONSTRAINT "PointsToUser" FOREIGN KEY (a) REFERENCES users (id) NOT VALID;"#,
    good: "ALTER TABLE loose ADD CONSTRAINT loose_user_fk FOREIGN KEY (a) REFERENCES users (id) NOT VALID;",
    check: Check::Op(check),
    ..rule!("naming-foreign-key", "naming_foreign_key.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    super::types::named_constraints(cx, op, ConstraintKind::Foreign, "foreign-key");
}
