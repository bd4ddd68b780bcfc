//! A foreign key is added while MySQL checks it by copying the table.
//!
//! With `foreign_key_checks` on, the table is copied and writers wait.
//!
//! Lock: writers of both tables wait while the table is copied.
//!
//! Instead: prove by a query that no row points nowhere, and add the key with `SET foreign_key_checks = 0`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Blocking, DataDependent],
    dialects: MYSQL,
    also_known_as: &[("atlas", "MY134"), ("strong_migrations", "add_foreign_key")],
    bad: "ALTER TABLE orders ADD CONSTRAINT other_fk FOREIGN KEY (user_id) REFERENCES users (id);",
    good: "SET foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT other_fk FOREIGN KEY (user_id) REFERENCES users (id);",
    check: Check::Op(check),
    ..rule!("mysql-foreign-key", "mysql_foreign_key.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddConstraint { table, constraint } = op
        && constraint.kind == ConstraintKind::Foreign
        && cx.existed(table)
        && !cx.before().any(
            |op| matches!(op, Op::Set { name, value, .. } if name == "foreign_key_checks" && value.starts_with('0')),
        )
    {
        cx.report_sized(
            table,
            format!("table {table}"),
            format!("{table} is copied to check the rows of a new foreign key"),
        );
    }
}
