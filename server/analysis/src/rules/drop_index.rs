//! An index goes that queries may rely on, and with a unique one the guarantee it gave.
//!
//! Queries that used it scan the table instead; after a unique one duplicates can be written.
//!
//! Instead: check the index's scan count over a full business cycle first; keep a unique one.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-index")],
    bad: "DROP INDEX CONCURRENTLY users_email_idx;",
    good: "CREATE TABLE t (id bigint PRIMARY KEY, a int);
CREATE INDEX t_a_idx ON t (a);
DROP INDEX t_a_idx;",
    check: Check::Op(check),
    ..rule!("drop-index", "drop_index.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::DropIndex { name, table, .. } = op {
        if cx.drops_nothing(op) {
            return;
        }
        let known = cx.catalog.index(name, table.as_ref());
        if known.is_some_and(|index| index.origin == Origin::Change) {
            return;
        }
        let unique = known.is_some_and(|index| index.unique);
        let what = if unique { "duplicates can be written from now on" } else { "queries that used it get slow" };
        let severity = if unique { Warning } else { Notice };
        cx.report(format!("index {name}"), format!("index {name} is dropped; {what}")).severity(severity);
    }
}
