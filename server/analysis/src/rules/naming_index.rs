//! An index's name does not keep the project's convention.
//!
//! Instead: name it as the project file says.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Convention],
    dialects: ALL,
    also_known_as: &[("atlas", "NM104")],
    bad: r#"CREATE INDEX CONCURRENTLY "UsersAge" ON users (age);"#,
    good: "CREATE INDEX CONCURRENTLY users_age_idx ON users (age);",
    check: Check::Op(check),
    ..rule!("naming-index", "naming_index.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateIndex(index) = op
        && let Some(name) = &index.name
    {
        super::types::named(cx, "index", name, name);
    }
}
