//! A check constraint is added that all rows are read for.
//!
//! The rows are checked while nobody can read or write the table, and one that does not fit makes the statement fail.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is scanned.
//!
//! Instead: add it as `NOT VALID`, and `VALIDATE CONSTRAINT` in a later transaction, which stops nobody.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, DataDependent],
    dialects: &[Dialect::Postgres, Dialect::Mysql],
    also_known_as: &[
        ("squawk", "constraint-missing-not-valid"),
        ("atlas", "PG305"),
        ("strong_migrations", "add_check_constraint"),
    ],
    bad: "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0);",
    good: "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
    check: Check::Op(check),
    ..rule!("add-check", "add_check.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::AddColumn { table, column, .. } = op
        && column.check.is_some()
        && cx.existed(table)
        && cx.dialect == Dialect::Postgres
    {
        let name = &column.name;
        let message = format!("all rows of {table} are read while nobody can use it, for the check of {name}");
        let draft = cx.report_sized(table, format!("column {table}.{name}"), message);
        // No row fails that has no value.
        let severity = draft.severity.min(Warning);
        draft
            .severity(severity)
            .fix("add the column without it, then the check as `NOT VALID`, and validate it later.");
    }
    if let Op::AddConstraint { table, constraint } = op
        && matches!(constraint.kind, ConstraintKind::Check | ConstraintKind::NotNull)
        && !constraint.not_valid
        && cx.existed(table)
    {
        let made = |column: &String| cx.catalog.column(table, column).is_some() && !cx.column_existed(table, column);
        let on_new = constraint.columns.iter().any(made);
        if on_new && cx.dialect == Dialect::Mysql {
            return;
        }
        let name = constraint.name.clone().unwrap_or_else(|| "the check".to_owned());
        let subject = format!("constraint {name}");
        if cx.dialect == Dialect::Mysql {
            let message = format!("{table} is copied to check all of its rows for {name}, while writers wait");
            let fix = "add it as `NOT ENFORCED`, mend the rows that do not fit, and enforce it when few write.";
            cx.report_sized(table, subject, message).fix(fix);
            return;
        }
        let message = format!("all rows of {table} are read while nobody can use it, for {name}");
        let draft = cx.report_sized(table, subject, message);
        // What a new column holds is known, and so is whether it fits; the rows are read all the same.
        let severity = if on_new { draft.severity.min(Warning) } else { draft.severity };
        draft.severity(severity);
    }
}
