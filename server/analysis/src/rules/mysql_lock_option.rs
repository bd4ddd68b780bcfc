//! A statement asks for a copy of the table or for a lock.
//!
//! `ALGORITHM=COPY` rewrites every row, `LOCK=SHARED` stops writers and `LOCK=EXCLUSIVE` everybody.
//!
//! Instead: `ALGORITHM=INPLACE, LOCK=NONE` (or `INSTANT`), so that the statement fails where that is impossible.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    dialects: MYSQL,
    also_known_as: &[("atlas", "MY132"), ("atlas", "MY133"), ("strong_migrations", "algorithm")],
    bad: "ALTER TABLE users ADD COLUMN nick varchar(10), ALGORITHM=COPY, LOCK=EXCLUSIVE;",
    good: "ALTER TABLE users ADD COLUMN nick varchar(10), ALGORITHM=INPLACE, LOCK=NONE;",
    check: Check::Op(check),
    ..rule!("mysql-lock-option", "mysql_lock_option.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Table { table, setting: Setting::Option(name, value) } = op
        && matches!((name.as_str(), value.as_str()), ("algorithm", "copy") | ("lock", "shared" | "exclusive"))
        && cx.existed(table)
    {
        cx.report_sized(
            table,
            format!("table {table}"),
            format!("{table} is changed with {}={}", name.to_uppercase(), value.to_uppercase()),
        );
    }
}
