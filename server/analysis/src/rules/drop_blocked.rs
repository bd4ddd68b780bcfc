//! Something is dropped or retyped while something else still hangs on it, so that the statement fails.
//!
//! PostgreSQL refuses to pull a column or a table from under a view, a foreign key, a generated column, a policy or a
//! trigger, and a type or a function from under a column; the deployment stops half-way.
//!
//! Instead: drop or replace the view in the same transaction before, and create it again after.
use super::prelude::*;
use crate::sql::Query;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    down: true,
    bad: "ALTER TABLE users DROP COLUMN email;",
    good: "ALTER TABLE users DROP COLUMN age;",
    check: Check::Op(check),
    ..rule!("drop-blocked", "drop_blocked.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let cascades = matches!(
        op,
        Op::Drop { cascade: true, .. }
            | Op::DropColumn { cascade: true, .. }
            | Op::DropConstraint { cascade: true, .. }
    );
    let (Some(subject), false) = (subject(op), cascades) else { return };
    let verb = if matches!(op, Op::AlterType { .. }) { "retyped" } else { "dropped" };
    if let Some(view) = reading_view(cx, op) {
        let message = format!("{subject} cannot be {verb} while view {view} reads it");
        cx.report(subject, message);
        return;
    }
    if let Op::Drop { object: ObjectKind::Function | ObjectKind::Procedure, name, arguments: None, .. } = op
        && let Some(all) = cx.catalog.overloads(name, None).filter(|all| all.len() > 1)
    {
        let message = format!("{subject} cannot be dropped by its name alone: there are {} of this name", all.len());
        cx.report(subject, message).fix("name its arguments as well: `DROP FUNCTION f(integer)`.");
        return;
    }
    let together = dropped_together(cx);
    let hanging = cx.catalog.hanging_on(op).into_iter().find(|one| one.sure && !together.contains(&&one.owner));
    if let Some(one) = hanging {
        let message = format!("{subject} cannot be {verb} while {one} hangs on it");
        cx.report(subject, message).fix(format!("drop or change {one} before, in the same transaction."));
    }
}

fn subject(op: &Op) -> Option<String> {
    Some(match op {
        Op::Drop { object, name, .. } => format!("{} {name}", object.word()),
        Op::DropColumn { table, column, .. } | Op::AlterType { table, column, .. } => {
            format!("column {table}.{column}")
        }
        Op::DropConstraint { name, .. } => format!("constraint {name}"),
        _ => return None,
    })
}

/// What the same statement drops besides: `DROP TABLE a, b` does not mind what they are to each other.
fn dropped_together<'a>(cx: &Cx<'a>) -> Vec<&'a Name> {
    let ops = cx.statements[cx.at].ops.iter();
    ops.filter_map(|located| match &located.op {
        Op::Drop { name, .. } => Some(name),
        _ => None,
    })
    .collect()
}

fn reading_view(cx: &Cx<'_>, op: &Op) -> Option<String> {
    let (table, column) = match op {
        Op::Drop { object: ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView, name, .. } => {
            (name, None)
        }
        Op::DropColumn { table, column, .. } | Op::AlterType { table, column, .. } => (table, Some(column.as_str())),
        _ => return None,
    };
    let placed = cx.catalog.resolve(table).to_string();
    let together = dropped_together(cx);
    let direct = |name: &str, through: &str| through == placed && !together.iter().any(|one| one.to_string() == name);
    let sure = |name: &str| {
        let mut views = cx.catalog.views.iter().filter(|(view, _)| view.to_string() == name);
        views.any(|(_, view)| column.is_none_or(|column| needs(cx, &view.query, table, column)))
    };
    let reached = cx.catalog.reach(table, column).into_iter().filter(|one| one.kind == "view");
    reached.filter(|one| direct(&one.name, &one.through) && sure(&one.name)).map(|one| one.name).next()
}

/// The view itself reads the column. One that reads all columns fixed their list when it was made; a later column is
/// not in it. A name that another of its tables has as well may be that one's.
fn needs(cx: &Cx<'_>, query: &Query, table: &Name, column: &str) -> bool {
    let table = cx.catalog.resolve(table);
    let (own, others): (Vec<_>, Vec<_>) = query.tables.iter().partition(|name| cx.catalog.resolve(name) == table);
    !query.star && !own.is_empty() && !others.iter().any(|other| cx.catalog.column(other, column).is_some())
}
