//! A table goes, with all its rows.
//!
//! Code that still reads or writes it fails from this moment, and the rows come back from a backup only.
//!
//! Lock: ACCESS EXCLUSIVE on the table and on every table it points at or is pointed at by.
//!
//! Instead: first deploy code that does not use the table, rename or revoke it for a while to prove that nobody does,
//! keep a copy, and drop it in a change of its own.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataLoss, Irreversible],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-table"), ("atlas", "DS102"), ("strong_migrations", "drop_table")],
    bad: "DROP TABLE orders;",
    good: "CREATE TABLE scratch (id bigint PRIMARY KEY);
DROP TABLE scratch;",
    check: Check::Op(check),
    ..rule!("drop-table", "drop_table.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: ObjectKind::Table, name, .. } = op
        && cx.existed(name)
    {
        if let Some(losses) = super::rebuilt::losses(cx, name) {
            let absent = cx.drops_nothing(op);
            let rows = losses.rows.join(", ");
            let parts = losses.parts.join(", ");
            if !rows.is_empty() {
                let message = format!("table {name} is made anew and dropped with its rows: {rows}");
                let fix = "copy every row and every column that is to be kept.";
                cx.report(format!("table {name}"), message).fix(fix).unless(absent);
            } else if !parts.is_empty() {
                let message = format!(
                    "table {name} is made anew without {parts}; what was granted on it goes as well, if nobody grants it again"
                );
                let fix = "give the new table all of it before the old one goes: `LIKE … INCLUDING ALL` brings everything \
                           but foreign keys, triggers, policies and grants.";
                let slow = losses.parts.iter().all(|part| part.starts_with("index "));
                let severity = if slow { Warning } else { Error };
                cx.report(format!("table {name}"), message).severity(severity).fix(fix).unless(absent);
            }
            return;
        }
        let message = format!("table {name} is dropped with its rows{}", cx.used_by(name, None));
        let absent = cx.drops_nothing(op);
        cx.report(format!("table {name}"), message).unless(absent);
    }
}
