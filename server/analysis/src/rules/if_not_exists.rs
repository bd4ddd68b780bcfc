//! `IF NOT EXISTS` takes whatever is there for what is meant.
//!
//! Where a table of that name is there already, perhaps with other columns, nothing happens and nothing is said.
//!
//! Instead: leave it out: the migration tool knows what has run.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    dialects: ALL,
    opt_in: true,
    bad: "CREATE TABLE IF NOT EXISTS cards (id bigint PRIMARY KEY);",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY);",
    check: Check::Op(check),
    ..rule!("if-not-exists", "if_not_exists.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let subject = match op {
        Op::CreateTable(create) if create.if_not_exists => format!("table {}", create.name),
        Op::AddColumn { table, column, if_not_exists: true } => format!("column {table}.{}", column.name),
        _ => return,
    };
    let message = format!("{subject} is made only where nothing of that name is there");
    cx.report(subject, message);
}
