//! Rows are rewritten in the transaction that holds a strong lock on their table.
//!
//! The lock of the schema change is kept until the last row is written, so that nobody can read the table meanwhile.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while the rows are written.
//!
//! Instead: change the schema in one migration and fill the rows in another, in batches.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    also_known_as: &[("strong_migrations", "backfill")],
    bad: "BEGIN;
ALTER TABLE users ADD COLUMN nick text;
UPDATE users SET nick = name WHERE nick IS NULL;
COMMIT;",
    good: "ALTER TABLE users ADD COLUMN nick text;
UPDATE users SET nick = name WHERE id BETWEEN 1 AND 1000;",
    check: Check::Op(check),
    ..rule!("backfill-with-schema-change", "backfill_with_schema_change.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (Op::Update { table, .. } | Op::Delete { table, .. }) = op else { return };
    if !cx.session.in_transaction || !cx.existed(table) {
        return;
    }
    if cx.session.changed.contains(table) {
        cx.report_sized(
            table,
            format!("table {table}"),
            format!("rows of {table} are written while its schema change keeps everybody out"),
        );
    }
}
