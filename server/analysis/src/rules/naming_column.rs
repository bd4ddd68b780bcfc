//! A column's name does not keep the project's convention.
//!
//! Instead: name it as the project file says.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Convention],
    dialects: ALL,
    also_known_as: &[("atlas", "NM103")],
    bad: r#"ALTER TABLE users ADD COLUMN "NickName" text;"#,
    good: "ALTER TABLE users ADD COLUMN nick_name text;",
    check: Check::Op(check),
    ..rule!("naming-column", "naming_column.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    match op {
        Op::CreateTable(create) => {
            for column in &create.columns {
                super::types::named(cx, "column", &column.name, &format!("{}.{}", create.name, column.name));
            }
        }
        Op::AddColumn { table, column, .. } => {
            super::types::named(cx, "column", &column.name, &format!("{table}.{}", column.name))
        }
        Op::RenameColumn { table, to, .. } => super::types::named(cx, "column", to, &format!("{table}.{to}")),
        _ => {}
    }
}
