//! `CASCADE` takes along whatever hangs on an object, named nowhere in the script.
//!
//! What goes depends on the database at that moment: views, foreign keys and columns that the author did not see.
//!
//! Lock: ACCESS EXCLUSIVE on everything that is reached.
//!
//! Instead: drop what hangs on it by name, in the order of dependency, and leave `CASCADE` out: then a surprise is an
//! error, not a loss.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataLoss],
    down: true,
    bad: "DROP TABLE users CASCADE;",
    good: "CREATE TABLE scratch (id bigint PRIMARY KEY);
DROP TABLE scratch CASCADE;",
    check: Check::Op(check),
    ..rule!("drop-cascade", "drop_cascade.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (subject, reach) = match op {
        Op::Drop { object, name, cascade: true, .. }
            if *object != ObjectKind::Other && cx.catalog.object_existed(*object, name) =>
        {
            (format!("{} {name}", object.word()), cx.catalog.reach_words(name, None))
        }
        Op::DropColumn { table, column, cascade: true, .. } if cx.column_existed(table, column) => {
            (format!("column {table}.{column}"), cx.catalog.reach_words(table, Some(column)))
        }
        Op::DropConstraint { table, name, cascade: true, .. } if cx.existed(table) => {
            (format!("constraint {name}"), None)
        }
        _ => return,
    };
    let reach =
        reach.unwrap_or_else(|| "nothing that the files show, but perhaps something in the database".to_owned());
    let message = format!("{subject} is dropped with all that hangs on it: {reach}");
    cx.report(subject, message);
}
