//! A check refuses a value that the code writes.
//!
//! The code writes a text into the column that is not among those that the check lists: the statement fails from then
//! on. `NOT VALID` spares the rows that are there, not the new ones.
//!
//! Instead: list this value as well, or first deploy code that does not write it.
use super::prelude::*;
use crate::code::table_name;
use crate::sql::listed;
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    bad: "--- base 1_base.sql
CREATE TABLE orders (id bigint PRIMARY KEY, status text);
--- base ../src/orders.py
db.execute(\"UPDATE orders SET status = 'shipped' WHERE id = %s\", id)
--- 2_change.sql
ALTER TABLE orders ADD CONSTRAINT known CHECK (status IN ('new', 'paid')) NOT VALID;",
    good: "--- base 1_base.sql
CREATE TABLE orders (id bigint PRIMARY KEY, status text);
--- base ../src/orders.py
db.execute(\"UPDATE orders SET status = 'shipped' WHERE id = %s\", id)
--- 2_change.sql
ALTER TABLE orders ADD CONSTRAINT known CHECK (status IN ('new', 'paid', 'shipped')) NOT VALID;",
    check: Check::Op(check),
    ..rule!("refused-by-check", "refused_by_check.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::AddConstraint { table, constraint } = op else { return };
    if constraint.kind != ConstraintKind::Check || !cx.existed(table) {
        return;
    }
    let own = table_name(&cx.catalog.resolve(table).to_string());
    for (column, texts) in listed(&constraint.definition) {
        if !cx.column_existed(table, &column) {
            continue;
        }
        let written = cx.queries.written(&own, &column).into_iter();
        let (refused, places): (BTreeSet<String>, Vec<_>) = written.filter(|(text, _)| !texts.contains(text)).unzip();
        if !refused.is_empty() {
            let refused: Vec<String> = refused.iter().map(|text| format!("'{text}'")).collect();
            let message = format!(
                "a check lets {table}.{column} hold listed values alone; the code writes {} as well",
                refused.join(", ")
            );
            let name = constraint.name.clone().unwrap_or_else(|| "the check".to_owned());
            cx.report(format!("constraint {name}"), message).read_at(places);
        }
    }
}
