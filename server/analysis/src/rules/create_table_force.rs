//! A table is dropped to be made anew.
//!
//! Where it was there, its rows are gone; that it is made again hides this.
//!
//! Instead: leave the `DROP` out: a table that is there already is an error that should be seen.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataLoss],
    dialects: ALL,
    also_known_as: &[("strong_migrations", "create_table")],
    bad: "DROP TABLE IF EXISTS orders;
CREATE TABLE orders (id bigint PRIMARY KEY);",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY);",
    check: Check::Op(check),
    ..rule!("create-table-force", "create_table_force.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateTable(create) = op {
        let (dropped, made) = (cx.session.dropped.contains(&create.name), cx.session.made.contains(&create.name));
        if dropped && !made {
            cx.report(format!("table {}", create.name), format!("table {} is dropped and made anew", create.name));
        }
        if create.or_replace && !create.temporary && cx.dialect == Dialect::Mysql && cx.existed(&create.name) {
            let absent = cx.catalog.is_absent(ObjectKind::Table, &create.name, None);
            let message = format!("table {} is dropped with its rows where it is there, and made anew", create.name);
            let fix = "leave `OR REPLACE` out: a table that is there already is an error that should be seen.";
            cx.report(format!("table {}", create.name), message).fix(fix).unless(absent);
        }
    }
}
