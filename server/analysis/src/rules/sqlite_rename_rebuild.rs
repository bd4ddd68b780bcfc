//! A table is dropped for a rebuilt one while foreign keys are enforced.
//!
//! With foreign keys on, dropping the old table deletes or blocks the rows that point at it.
//!
//! Instead: `PRAGMA foreign_keys = OFF` before the transaction, rebuild, `PRAGMA foreign_key_check`, and on again.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[DataLoss],
    dialects: SQLITE,
    bad: "CREATE TABLE users_new (id integer PRIMARY KEY);
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;",
    good: "PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (id integer PRIMARY KEY);
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;",
    check: Check::Op(check),
    ..rule!("sqlite-rename-rebuild", "sqlite_rename_rebuild.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: ObjectKind::Table, name, .. } = op
        && cx.existed(name)
        && !cx.catalog.pointing_at(name).is_empty()
    {
        let off = cx.before().any(|op| matches!(op, Op::Set { name, value, .. } if name == "pragma foreign_keys" && matches!(value.as_str(), "off" | "0" | "false")));
        if !off {
            cx.report(
                format!("table {name}"),
                format!("rows that point at {name} are deleted or block the drop while foreign keys are on"),
            );
        }
    }
}
