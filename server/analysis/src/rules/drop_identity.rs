//! A column stops numbering its rows.
//!
//! The column stays required: inserts that leave it out fail from now on.
//!
//! Instead: first deploy writers that give the number themselves; or give the column a default in the same transaction.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-alter-identity")],
    bad: "--- base 1_base.sql
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, total int);
--- base ../src/orders.py
db.execute(\"INSERT INTO orders (total) VALUES (%s)\", total)
--- 2_change.sql
ALTER TABLE orders ALTER COLUMN id DROP IDENTITY;",
    good: "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
ALTER TABLE t ALTER COLUMN id DROP IDENTITY;",
    check: Check::Op(check),
    ..rule!("drop-identity", "drop_identity.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::DropIdentity { table, column } = op else { return };
    if !cx.column_existed(table, column) {
        return;
    }
    let subject = format!("column {table}.{column}");
    let placed = cx.catalog.resolve(table);
    let again = cx.ahead().any(|op| match op {
        Op::Identity { table: on, column: of, add: true, .. } => of == column && cx.catalog.resolve(on) == placed,
        _ => false,
    });
    if again || cx.gets_default(table, column) {
        cx.report(subject, format!("how {table}.{column} numbers its rows changes"));
        return;
    }
    let leaving = cx.leaving_out(table, column);
    let severity = if leaving.is_empty() { Warning } else { Error };
    let message = format!("{table}.{column} numbers its rows no longer; inserts that leave it out fail");
    cx.report(subject, message).severity(severity).read_at(leaving);
}
