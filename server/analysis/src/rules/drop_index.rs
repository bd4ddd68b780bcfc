//! An index goes that queries may rely on, and with a unique one the guarantee it gave.
//!
//! Queries that used it scan the table instead; after a unique one duplicates can be written, and
//! `ON CONFLICT` on its columns fails.
//!
//! Instead: check the index's scan count over a full business cycle first; keep a unique one.
use super::drop_unique::stays_unique;
use super::prelude::*;
use crate::Place;
use crate::state::IndexState;

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
        let unique = known.filter(|index| index.unique);
        let meeting = unique.map(|index| meeting(cx, name, index)).unwrap_or_default();
        let (severity, what) = match unique {
            None => (Notice, "queries that used it get slow"),
            Some(_) if meeting.is_empty() => (Warning, "duplicates can be written from now on"),
            Some(_) => (Error, "duplicates can be written from now on; ON CONFLICT in the code needs it"),
        };
        cx.report(format!("index {name}"), format!("index {name} is dropped; {what}"))
            .severity(severity)
            .read_at(meeting);
    }
}

/// Inserts whose `ON CONFLICT` finds no other index on these columns.
fn meeting(cx: &Cx<'_>, name: &Name, index: &IndexState) -> Vec<Place> {
    if stays_unique(cx, &index.table, &name.name, &index.columns) {
        return Vec::new();
    }
    cx.meeting(&index.table, "", &index.columns)
}
