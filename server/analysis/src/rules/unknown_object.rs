//! A statement names a table, a view, a column, a constraint or an index that no migration makes.
//!
//! The server refuses it, and the deployment stops there. It is found where the migrations tell the whole schema from
//! its beginning; objects of other schemas, of extensions and of the system are taken to be there.
//!
//! Instead: mend the name, or make the object in an earlier statement. Where something else makes it, let the history
//! begin with a migration that holds the schema as it is.
use super::prelude::*;
use crate::state::Unknown;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    down: true,
    bad: "ALTER TABLE persons ADD COLUMN nick text;",
    good: "ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Op(check),
    ..rule!("unknown-object", "unknown_object.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if cx.conditional || !cx.catalog.is_whole() {
        return;
    }
    for unknown in cx.catalog.unknown(op) {
        match unknown {
            Unknown::Relation(name) => {
                cx.report(format!("table {name}"), format!("there is no table or view {name} at this point"));
            }
            Unknown::Column(table, column) => {
                let message = format!("table {table} has no column {column} at this point");
                cx.report(format!("column {table}.{column}"), message);
            }
            Unknown::ColumnOfAny(tables, column) => {
                let tables: Vec<String> = tables.iter().map(ToString::to_string).collect();
                let message = format!("none of the tables {} has a column {column} at this point", tables.join(", "));
                cx.report(format!("column {column}"), message);
            }
            Unknown::Constraint(table, constraint) => {
                let message = format!("table {table} has no constraint {constraint} at this point");
                cx.report(format!("constraint {table}.{constraint}"), message);
            }
            Unknown::Index(index) => {
                cx.report(format!("index {index}"), format!("there is no index {index} at this point"));
            }
        }
    }
}
