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
            (format!("{} {name}", object.word()), taken_along(cx, op, Some((name, None))))
        }
        Op::DropColumn { table, column, cascade: true, .. } if cx.column_existed(table, column) => {
            (format!("column {table}.{column}"), taken_along(cx, op, Some((table, Some(column)))))
        }
        Op::DropConstraint { table, name, cascade: true, .. } if cx.existed(table) => {
            (format!("constraint {name}"), taken_along(cx, op, None))
        }
        _ => return,
    };
    let reach =
        reach.unwrap_or_else(|| "nothing that the files show, but perhaps something in the database".to_owned());
    let message = format!("{subject} is dropped with all that hangs on it: {reach}");
    let absent = cx.drops_nothing(op);
    cx.report(subject, message).unless(absent);
}

/// What goes with it. Of a table that points at it only the foreign key goes, of a routine nothing.
fn taken_along(cx: &Cx<'_>, op: &Op, relation: Option<(&Name, Option<&str>)>) -> Option<String> {
    let reached = relation.map(|(table, column)| cx.catalog.reach(table, column)).unwrap_or_default();
    let inside = match op {
        Op::Drop { object: ObjectKind::Schema, name, .. } => cx.catalog.in_schema(&name.name),
        _ => Vec::new(),
    };
    let mut all: Vec<String> = reached
        .into_iter()
        .filter_map(|one| match one.kind {
            "table" => Some(format!("constraint {} of {}", one.through, one.name)),
            "view" | "trigger" => Some(format!("{} {}", one.kind, one.name)),
            _ => None,
        })
        .chain(inside)
        .collect();
    for one in cx.catalog.hanging_on(op) {
        let values = if one.has_values() { " with its values" } else { "" };
        let text = format!("{one}{values}");
        if !all.contains(&text) {
            all.push(text);
        }
    }
    let shown = all.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(5) {
        _ if all.is_empty() => None,
        0 => Some(shown),
        more => Some(format!("{shown} and {more} more")),
    }
}
