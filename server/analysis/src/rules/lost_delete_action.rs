//! A foreign key is made anew without what it did when the row that it points at was deleted.
//!
//! Deleting that row took along or released what points at it; from now on such a `DELETE` is refused.
//!
//! Instead: keep the `ON DELETE` of the old key; or first deploy code that deletes what points at the row itself.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    dialects: ALL,
    bad: "--- base 1_base.sql
CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TABLE members (id bigint PRIMARY KEY, team bigint CONSTRAINT members_team_fk REFERENCES teams (id) ON DELETE CASCADE);
--- base ../src/teams.py
db.execute(\"DELETE FROM teams WHERE id = %s\", id)
--- 2_change.sql
BEGIN;
ALTER TABLE members DROP CONSTRAINT members_team_fk;
ALTER TABLE members ADD CONSTRAINT members_team_fk FOREIGN KEY (team) REFERENCES teams (id) NOT VALID;
COMMIT;",
    good: "--- base 1_base.sql
CREATE TABLE teams (id bigint PRIMARY KEY);
CREATE TABLE members (id bigint PRIMARY KEY, team bigint CONSTRAINT members_team_fk REFERENCES teams (id) ON DELETE CASCADE);
--- 2_change.sql
BEGIN;
ALTER TABLE members DROP CONSTRAINT members_team_fk;
ALTER TABLE members ADD CONSTRAINT members_team_fk FOREIGN KEY (team) REFERENCES teams (id) ON DELETE SET NULL NOT VALID;
COMMIT;",
    check: Check::Op(check),
    ..rule!("lost-delete-action", "lost_delete_action.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::DropConstraint { table, name, .. } = op else { return };
    let old = super::types::held(cx, table, name).filter(|held| held.origin != Origin::Change);
    let passed = old.and_then(|held| held.constraint.references.as_ref()).filter(|to| to.delete_passes);
    let Some(to) = passed.map(|to| to.table.clone()).filter(|_| cx.existed(table)) else { return };
    let new = super::types::replacement(cx, table, name).and_then(|new| new.references.as_ref());
    if new.is_none_or(|new| new.delete_passes) {
        return;
    }
    let deleting = cx.deleting(&to);
    let severity = if deleting.is_empty() { Warning } else { Error };
    let message = format!("a row of {to} that rows of {table} point at can be deleted no longer");
    cx.report(format!("constraint {name}"), message).severity(severity).read_at(deleting);
}
