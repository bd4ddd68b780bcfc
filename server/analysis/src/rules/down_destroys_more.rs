//! A script that undoes a migration takes away what the migration did not make.
//!
//! A rollback is run in a hurry, and this one costs rows or objects that were there before the migration.
//!
//! Instead: undo what the migration does, and nothing else.
use super::prelude::*;
use crate::state::Made;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataLoss, Irreversible],
    dialects: ALL,
    down: true,
    bad: "--- base 0001_a.up.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
--- base 0001_a.down.sql
DROP TABLE customers;
--- 0002_b.up.sql
ALTER TABLE customers ADD COLUMN note varchar(10);
--- 0002_b.down.sql
DROP TABLE customers;",
    good: "--- base 0001_a.up.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
--- base 0001_a.down.sql
DROP TABLE customers;
--- 0002_b.up.sql
ALTER TABLE customers ADD COLUMN note varchar(10);
CREATE TABLE notes (id bigint PRIMARY KEY);
--- 0002_b.down.sql
DROP TABLE notes;
ALTER TABLE customers DROP COLUMN note;",
    check: Check::Op(check),
    ..rule!("down-destroys-more", "down_destroys_more.rs")
};

/// Statements before and after the one that is looked at, in which what it drops is taken over or made again.
const NEAR: usize = 200;

fn check(cx: &mut Cx<'_>, op: &Op) {
    let Some(made) = cx.made.filter(|made| !made.unsure) else { return };
    let (subject, gone) = match op {
        Op::Drop { object: ObjectKind::Table, name, on: None, if_exists, .. }
            if takes_table(cx, made, name, *if_exists) =>
        {
            (format!("table {name}"), " with its rows")
        }
        Op::Drop { object, name, on, .. }
            if *object != ObjectKind::Table
                && cx.catalog.knows(*object, name, on.as_ref())
                && !made.holds(cx.catalog, *object, name, on.as_ref())
                && !is_made_again(cx, *object, name)
                && !is_taken_over(cx, name) =>
        {
            (format!("{} {name}", object.word()), "")
        }
        Op::DropColumn { table, column, if_exists, .. } if takes_column(cx, made, table, column, *if_exists) => {
            (format!("column {table}.{column}"), " with its values")
        }
        Op::DropIndex { name, table, .. }
            if cx.catalog.index(name, table.as_ref()).is_some_and(|index| index.origin == Origin::Before)
                && !made.holds(cx.catalog, ObjectKind::Index, name, None)
                && !is_made_again(cx, ObjectKind::Index, name) =>
        {
            (format!("index {name}"), "")
        }
        Op::DropConstraint { table, name, .. }
            if cx.catalog.constraint(table, name).is_some_and(|held| held.origin == Origin::Before)
                && !made.holds(cx.catalog, ObjectKind::Table, table, None)
                && !ahead(cx).any(
                    |op| matches!(op, Op::AddConstraint { constraint, .. } if constraint.name.as_ref() == Some(name)),
                ) =>
        {
            (format!("constraint {table}.{name}"), "")
        }
        _ => return,
    };
    cx.report(subject.clone(), format!("{subject} goes{gone}, and the migration did not make it"));
}

fn takes_table(cx: &Cx<'_>, made: &Made, name: &Name, if_exists: bool) -> bool {
    let known = cx.catalog.knows(ObjectKind::Table, name, None);
    // What nobody has made is another rule's.
    let there = known || (!if_exists && !cx.catalog.is_whole());
    // A table that is made anew takes the old one's place.
    let replaced = || ahead(cx).any(|op| matches!(op, Op::RenameTable { to, .. } if to.name == name.name));
    there && !made.holds(cx.catalog, ObjectKind::Table, name, None) && !replaced() && !is_taken_over(cx, name)
}

fn takes_column(cx: &Cx<'_>, made: &Made, table: &Name, column: &str, if_exists: bool) -> bool {
    let known = cx.catalog.column(table, column).is_some();
    let there = known || (!if_exists && !cx.catalog.is_whole());
    // The values are taken over into another column.
    let copied = || behind(cx).any(|op| matches!(op, Op::Update { table: of, .. } if of == table));
    there && !made.holds_column(cx.catalog, table, column) && !copied()
}

fn ahead<'a>(cx: &Cx<'a>) -> impl Iterator<Item = &'a Op> + use<'a> {
    cx.statements.iter().skip(cx.at).take(NEAR).flat_map(|statement| &statement.ops).map(|located| &located.op)
}

fn behind<'a>(cx: &Cx<'a>) -> impl Iterator<Item = &'a Op> + use<'a> {
    let before = cx.statements[..cx.at].iter().rev().take(NEAR);
    before.flat_map(|statement| &statement.ops).map(|located| &located.op)
}

/// The script has put its rows elsewhere, or has put it aside to make it anew.
fn is_taken_over(cx: &Cx<'_>, of: &Name) -> bool {
    behind(cx).any(|op| match op {
        Op::Insert { query: Some(query), .. } => query.tables.contains(of),
        Op::CreateTable(create) => create.from_query.as_ref().is_some_and(|query| query.tables.contains(of)),
        Op::RenameTable { to, .. } => to.name == of.name,
        Op::Rename { to, .. } => *to == of.name,
        _ => false,
    })
}

fn is_made_again(cx: &Cx<'_>, kind: ObjectKind, of: &Name) -> bool {
    ahead(cx).any(|op| match op {
        Op::CreateView { name, .. } => matches!(kind, ObjectKind::View | ObjectKind::MaterializedView) && name == of,
        Op::CreateRoutine { name, .. } => matches!(kind, ObjectKind::Function | ObjectKind::Procedure) && name == of,
        Op::CreateEnum { name, .. } | Op::CreateDomain { name, .. } => name == of,
        Op::CreateTrigger { name, .. } => kind == ObjectKind::Trigger && *name == of.name,
        Op::CreatePolicy { name, .. } => kind == ObjectKind::Policy && *name == of.name,
        Op::CreateRule { name, .. } => kind == ObjectKind::Rule && *name == of.name,
        Op::CreateIndex(index) => kind == ObjectKind::Index && index.name.as_ref() == Some(&of.name),
        Op::Create { object, name: Some(name), .. } => *object == kind && name == of,
        // Another one took its name meanwhile.
        Op::RenameTable { to, .. } => kind != ObjectKind::Index && to.name == of.name,
        Op::Rename { object, to, .. } => *object == kind && *to == of.name,
        _ => false,
    })
}
