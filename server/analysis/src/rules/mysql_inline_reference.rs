//! A foreign key is written beside its column.
//!
//! MySQL reads it and forgets it: there is no foreign key.
//!
//! Instead: `FOREIGN KEY (column) REFERENCES …` as a constraint of the table.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[DataDependent],
    dialects: MYSQL,
    also_known_as: &[("atlas", "MY102")],
    bad: "ALTER TABLE orders ADD COLUMN shop_id bigint REFERENCES users (id);",
    good: "ALTER TABLE orders ADD COLUMN shop_id bigint;",
    check: Check::Op(check),
    ..rule!("mysql-inline-reference", "mysql_inline_reference.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (table, columns): (&Name, Vec<&Column>) = match op {
        Op::AddColumn { table, column, .. } | Op::ModifyColumn { table, column, .. } => (table, vec![column]),
        Op::CreateTable(create) => (&create.name, create.columns.iter().collect()),
        _ => return,
    };
    for column in columns.into_iter().filter(|column| column.references.is_some()) {
        cx.report(
            format!("column {table}.{}", column.name),
            format!("the foreign key of {table}.{} has no effect", column.name),
        );
    }
}
