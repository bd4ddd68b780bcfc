//! A table's name does not keep the project's convention.
//!
//! Instead: name it as the project file says.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Convention],
    dialects: ALL,
    also_known_as: &[("atlas", "NM102")],
    bad: r#"CREATE TABLE "UserCards" (id bigint PRIMARY KEY);"#,
    good: "CREATE TABLE user_cards (id bigint PRIMARY KEY);",
    check: Check::Op(check),
    ..rule!("naming-table", "naming_table.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    match op {
        Op::CreateTable(create) => super::types::named(cx, "table", &create.name.name, &create.name.to_string()),
        Op::RenameTable { to, .. } => super::types::named(cx, "table", &to.name, &to.to_string()),
        _ => {}
    }
}
