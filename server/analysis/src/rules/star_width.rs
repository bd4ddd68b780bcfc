//! A column is added to a table of which queries in the code take all columns where their number has to fit.
//!
//! `INSERT INTO archive SELECT * FROM users`, `SELECT * FROM users UNION …` and `IN (SELECT * FROM users)` fail with one
//! column more, or put it where another one belongs.
//!
//! Instead: list the columns in these queries and deploy that before; or give the other table the same column in the same
//! script.
use super::ambiguous_column::holders;
use super::prelude::*;
use crate::code::table_name;
use std::collections::BTreeSet;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    dialects: ALL,
    bad: "--- base 1_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE old_users (id bigint PRIMARY KEY, email text);
--- base ../src/archive.py
db.execute(\"INSERT INTO old_users SELECT * FROM users WHERE id = %s\", id)
--- 2_change.sql
ALTER TABLE users ADD COLUMN nick text;",
    good: "--- base 1_base.sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE old_users (id bigint PRIMARY KEY, email text);
--- base ../src/archive.py
db.execute(\"INSERT INTO old_users (id, email) SELECT id, email FROM users WHERE id = %s\", id)
--- 2_change.sql
ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Op(check),
    ..rule!("star-width", "star_width.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::AddColumn { table, column, .. } = op else { return };
    if !cx.existed(table) || cx.catalog.column(table, &column.name).is_some() {
        return;
    }
    let own = table_name(&cx.catalog.resolve(table).to_string());
    let mut counted: Vec<_> = cx.queries.counting(&own).into_iter().map(|(one, place)| (one, Ok(place))).collect();
    for (name, text) in cx.bodies_reading(table) {
        let of_body = cx.queries.in_body(text, &own).1;
        counted.extend(of_body.into_iter().map(|one| (one, Err(format!("routine {name}")))));
    }
    if counted.is_empty() {
        return;
    }
    let ops = cx.statements.iter().flat_map(|statement| &statement.ops).map(|located| &located.op);
    let added = ops.filter_map(|op| match op {
        Op::AddColumn { table, .. } => Some(table_name(&cx.catalog.resolve(table).to_string())),
        _ => None,
    });
    let widened: Vec<String> = added.collect();
    let (mut places, mut routines) = (Vec::new(), BTreeSet::new());
    for (_, place) in counted.into_iter().filter(|(one, _)| !one.beside.iter().any(|table| widened.contains(table))) {
        match place {
            Ok(place) => places.push(place),
            Err(routine) => drop(routines.insert(routine)),
        }
    }
    if !(places.is_empty() && routines.is_empty()) {
        let message = format!(
            "{} take all columns of {table} by * where their number has to fit: it has one more, {}, from now on",
            holders(&places, &routines),
            column.name
        );
        cx.report(format!("new column {table}.{}", column.name), message).read_at(places);
    }
}
