//! A column is added together with a foreign key.
//!
//! Both tables stop taking writes while the key is added, and reads of this one wait too.
//!
//! Lock: ACCESS EXCLUSIVE on the table, SHARE ROW EXCLUSIVE on the one it points at.
//!
//! Instead: add the column alone, then the key as `NOT VALID`, and validate it in a later transaction.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Blocking],
    also_known_as: &[("squawk", "adding-foreign-key-constraint"), ("strong_migrations", "add_reference")],
    bad: "ALTER TABLE users ADD COLUMN boss bigint CONSTRAINT boss_fk REFERENCES users (id);",
    good: "ALTER TABLE users ADD COLUMN boss bigint;
ALTER TABLE users ADD CONSTRAINT boss_fk FOREIGN KEY (boss) REFERENCES users (id) NOT VALID;",
    check: Check::Op(check),
    ..rule!("add-column-reference", "add_column_reference.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddColumn { table, column, .. } = op
        && let Some(reference) = &column.references
        && cx.existed(table)
    {
        cx.report_sized(
            table,
            format!("column {table}.{}", column.name),
            format!("{table} and {} are locked while {} gets its foreign key", reference.table, column.name),
        );
    }
}
