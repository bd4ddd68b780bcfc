//! An enum or a set outgrows its storage.
//!
//! Beyond 255 values of an enum, or 8, 16, 24 or 32 of a set, each row takes more bytes, so that the table is copied.
//!
//! Lock: writers wait while the table is copied.
//!
//! Instead: use a table of values and a foreign key.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    dialects: MYSQL,
    also_known_as: &[("atlas", "MY113"), ("atlas", "MY123")],
    bad: "ALTER TABLE users MODIFY flags set('a','b','c','d','e','f','g','h','i');",
    good: "ALTER TABLE users MODIFY flags set('a','b','c');",
    check: Check::Op(check),
    ..rule!("mysql-values-storage", "mysql_values_storage.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Some((subject, old, new)) = super::types::values(cx, op) {
        let set = matches!(op, Op::ModifyColumn { column, .. } if column.ty.starts_with("set"));
        let size = |count: usize| if set { count.div_ceil(8).max(1) } else { usize::from(count > 255) };
        if size(new.len()) > size(old.len()) {
            cx.report(format!("column {subject}"), format!("{subject} needs more bytes in each row"));
        }
    }
}
