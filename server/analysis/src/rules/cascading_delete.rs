//! A foreign key that deletes rows by itself.
//!
//! Deleting one row takes along every row that points at it, and theirs; an application does not see it.
//!
//! Instead: `RESTRICT`, and delete in the application what has to go.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[DataLoss],
    dialects: ALL,
    bad: "ALTER TABLE loose ADD CONSTRAINT loose_fk FOREIGN KEY (a) REFERENCES users (id) ON DELETE CASCADE NOT VALID;",
    good: "ALTER TABLE loose ADD CONSTRAINT loose_fk FOREIGN KEY (a) REFERENCES users (id) ON DELETE RESTRICT NOT VALID;",
    check: Check::Op(check),
    ..rule!("cascading-delete", "cascading_delete.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let found = match op {
        Op::AddConstraint { table, constraint } => constraint.references.as_ref().map(|to| (table, to)),
        Op::AddColumn { table, column, .. } => column.references.as_ref().map(|to| (table, to)),
        _ => None,
    };
    if let Some((table, to)) = found.filter(|(_, to)| to.delete_cascades) {
        cx.report(format!("table {table}"), format!("deleting a row of {} deletes rows of {table}", to.table));
    }
}
