//! The primary key of a MySQL table changes.
//!
//! Rows are stored in its order, so that the table and all its indexes are rebuilt.
//!
//! Lock: writers wait while the table is rebuilt, unless it is done in place.
//!
//! Instead: a new table with the new key, filled in batches; or an online tool such as `gh-ost`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Blocking],
    dialects: MYSQL,
    also_known_as: &[("atlas", "MY135"), ("atlas", "MY136")],
    bad: "ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (email);",
    good: "ALTER TABLE users ADD INDEX users_age_idx (age);",
    check: Check::Op(check),
    ..rule!("mysql-primary-key", "mysql_primary_key.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddConstraint { table, constraint } = op
        && constraint.kind == ConstraintKind::Primary
        && cx.existed(table)
    {
        cx.report_sized(
            table,
            format!("table {table}"),
            format!("{table} is rebuilt in the order of another primary key"),
        );
    }
}
