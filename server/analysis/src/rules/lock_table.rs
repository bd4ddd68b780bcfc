//! A table is locked on purpose.
//!
//! Others wait until the transaction ends, however long its other statements take.
//!
//! Lock: ACCESS EXCLUSIVE unless the statement says otherwise.
//!
//! Instead: take the weakest mode that does, with a `lock_timeout`, and keep the transaction short.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Blocking],
    dialects: ALL,
    bad: "BEGIN;
LOCK TABLE users;
COMMIT;",
    good: "BEGIN;
LOCK TABLE users IN ROW SHARE MODE;
COMMIT;",
    check: Check::Op(check),
    ..rule!("lock-table", "lock_table.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::LockTable { tables, mode } = op
        && !matches!(mode.as_str(), "in access share" | "in row share" | "access share" | "row share")
    {
        for table in tables {
            if cx.existed(table) {
                let mode = if mode.is_empty() { "ACCESS EXCLUSIVE".to_owned() } else { mode.to_uppercase() };
                cx.report(
                    format!("table {table}"),
                    format!("{table} is locked in {mode} mode until the transaction ends"),
                );
            }
        }
    }
}
