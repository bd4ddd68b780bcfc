//! A check requires a column that inserts in the code leave out.
//!
//! Every such insert fails from then on: `NOT VALID` spares the rows that are there, not the new ones.
//!
//! Instead: give the column a default, or first deploy writers that give it a value.
use super::prelude::*;
use crate::sql::required;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    bad: "--- base 1_base.sql
CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL, nickname text);
--- base ../src/customers.py
db.execute(\"INSERT INTO customers (id, email) VALUES (%s, %s)\", id, email)
--- 2_change.sql
ALTER TABLE customers ADD CONSTRAINT named CHECK (nickname IS NOT NULL) NOT VALID;",
    good: "--- base 1_base.sql
CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL, nickname text);
--- base ../src/customers.py
db.execute(\"INSERT INTO customers (id, email, nickname) VALUES (%s, %s, %s)\", id, email, name)
--- 2_change.sql
ALTER TABLE customers ADD CONSTRAINT named CHECK (nickname IS NOT NULL) NOT VALID;",
    check: Check::Op(check),
    ..rule!("required-by-check", "required_by_check.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::AddConstraint { table, constraint } = op else { return };
    if constraint.kind != ConstraintKind::Check || !cx.existed(table) {
        return;
    }
    for column in required(&constraint.definition) {
        if !cx.column_existed(table, &column) || !is_optional(cx, table, &column) {
            continue;
        }
        let leaving = cx.leaving_out(table, &column);
        if !leaving.is_empty() {
            let message = format!("a check requires {table}.{column}; inserts in the code that leave it out fail");
            cx.report(format!("column {table}.{column}"), message).read_at(leaving);
        }
    }
}

/// An insert that leaves the column out is taken today, and writes nothing.
fn is_optional(cx: &Cx<'_>, table: &Name, column: &str) -> bool {
    let Some(known) = cx.catalog.column(table, column) else { return false };
    let empty = known.default.is_none() && !known.is_serial() && known.generated == Generated::No;
    let held = cx.catalog.table(table).into_iter().flat_map(|table| &table.constraints);
    let mut checks = held.filter(|held| held.constraint.kind == ConstraintKind::Check);
    let checked = checks.any(|held| required(&held.constraint.definition).iter().any(|name| name == column));
    empty && !known.not_null && !known.primary && !checked && !cx.gets_default(table, column)
}
