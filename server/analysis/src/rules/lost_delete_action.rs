//! A foreign key is made anew without what it did when the row that it points at was deleted.
//!
//! Deleting that row took along or released what points at it; from now on such a `DELETE` is refused.
//!
//! Instead: keep the `ON DELETE` of the old key; or first deploy code that deletes what points at the row itself.
use super::prelude::*;
use super::types::{held, is_alike};
use crate::sql::{Constraint, Reference};

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
    let Some((table, name, to)) = refused(cx, op) else { return };
    let deleting = cx.deleting(&to);
    let severity = if deleting.is_empty() { Warning } else { Error };
    let message = format!("a row of {to} that rows of {table} point at can be deleted no longer");
    cx.report(format!("constraint {name}"), message).severity(severity).read_at(deleting);
}

/// The table and the name of the key, and the table that it points at, where the new key stands alone from now on.
fn refused(cx: &Cx<'_>, op: &Op) -> Option<(Name, String, Name)> {
    let foreign = |one: &Constraint| one.kind == ConstraintKind::Foreign;
    match op {
        Op::AddConstraint { table, constraint: new } if foreign(new) => {
            let (placed, to) = (cx.catalog.resolve(table), new.references.as_ref()?.table.clone());
            let mut before = cx.catalog.dropped_keys.iter().filter(|(on, _)| *on == placed);
            let lost = before.any(|(_, old)| is_alike(cx, table, new, old) && passes(cx, table, old));
            let name = new.name.clone().unwrap_or_else(|| "the foreign key".to_owned());
            (lost && !passes(cx, table, new)).then(|| (table.clone(), name, to))
        }
        Op::DropConstraint { table, name, .. } => {
            let old =
                held(cx, table, name).filter(|held| held.origin != Origin::Change && foreign(&held.constraint))?;
            let beside = cx.catalog.table(table).into_iter().flat_map(|table| &table.constraints);
            let mut alike = beside.map(|held| &held.constraint).filter(|one| {
                foreign(one) && one.name.as_deref() != Some(name) && is_alike(cx, table, one, &old.constraint)
            });
            let stays = alike.any(|one| !passes(cx, table, one));
            let to = old.constraint.references.as_ref()?.table.clone();
            (stays && passes(cx, table, &old.constraint)).then(|| (table.clone(), name.clone(), to))
        }
        _ => None,
    }
}

/// A row that such a key points at can be deleted. A required column cannot be emptied.
fn passes(cx: &Cx<'_>, table: &Name, key: &Constraint) -> bool {
    let needed = |name: &String| cx.catalog.column(table, name).is_some_and(|column| column.not_null || column.primary);
    let empties = |to: &Reference| to.delete_empties && key.columns.iter().any(needed);
    key.references.as_ref().is_some_and(|to| to.delete_passes && !empties(to))
}
