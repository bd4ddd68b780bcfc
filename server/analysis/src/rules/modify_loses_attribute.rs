//! A column is written out anew, and what is left out of it goes.
//!
//! MySQL's `MODIFY` and `CHANGE` take the column as it is written there: a default, `NOT NULL`, `AUTO_INCREMENT` or
//! `ON UPDATE` that is not repeated is gone. Writers that relied on it fail, or write empty values.
//!
//! Instead: repeat every attribute of the column; to change its default alone use `ALTER COLUMN … SET DEFAULT`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    dialects: MYSQL,
    bad: "ALTER TABLE users MODIFY id bigint NOT NULL;",
    good: "ALTER TABLE users MODIFY id bigint NOT NULL AUTO_INCREMENT;",
    check: Check::Op(check),
    ..rule!("modify-loses-attribute", "modify_loses_attribute.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::ModifyColumn { table, from, column } = op else { return };
    let Some(old) = cx.catalog.column(table, from).filter(|_| cx.column_existed(table, from)) else { return };
    let held = cx.catalog.table(table).into_iter().flat_map(|table| &table.constraints);
    // A primary key keeps its columns required.
    let mut keys = held.filter(|held| held.constraint.kind == ConstraintKind::Primary);
    let primary = keys.any(|held| held.constraint.columns.contains(from));
    let counts = |column: &Column| column.generated == Generated::AutoIncrement;
    let mut lost = Vec::new();
    if counts(old) && !counts(column) {
        lost.push("AUTO_INCREMENT".to_owned());
    }
    if let Some(default) = old.default.as_ref().filter(|_| column.default.is_none() && !counts(column)) {
        lost.push(format!("DEFAULT {default}"));
    }
    if old.not_null && !column.not_null && !primary {
        lost.push("NOT NULL".to_owned());
    }
    if old.on_update && !column.on_update {
        lost.push("ON UPDATE".to_owned());
    }
    if !lost.is_empty() {
        let message = format!("{table}.{from} loses {}, which the new definition leaves out", lost.join(", "));
        cx.report(format!("column {table}.{from}"), message);
    }
}
