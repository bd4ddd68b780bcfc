//! Which statement of a change took rows or values away.

use super::compare::Renamed;
use super::{Plan, pass};
use analysis::history::Script;
use analysis::sql::{self, Depth, Dialect, Limits, Name, ObjectKind, Op};
use analysis::{Lines, Place};

/// The first statement, up before down, that can have given rows of the table other values in these columns; without
/// columns, that can have removed rows. Nothing where no statement says so: a trigger, a cascade, a function did it.
pub(super) fn place(plan: &Plan, table: &str, columns: &[String]) -> Option<Place> {
    let renamed = pass::renamed(plan);
    let target = Target { table, columns, renamed: &renamed };
    let ups = plan.change.iter().map(|migration| &migration.up);
    let downs = plan.change.iter().rev().filter_map(|migration| migration.down.as_ref());
    let mut scripts = ups.chain(downs);
    let found = scripts.clone().find_map(|script| target.within(script));
    // The values of a composite type go with one of its attributes, in whatever table they are.
    found.or_else(|| scripts.find_map(|script| (!columns.is_empty()).then(|| of_attribute(script)).flatten()))
}

/// The first statement that takes an attribute from a composite type, or gives it another type.
fn of_attribute(script: &Script) -> Option<Place> {
    let takes = |what: &str| what.starts_with("drop attribute") || what.starts_with("alter attribute");
    let hit = |op: &Op| matches!(op, Op::Alter { object: ObjectKind::Type, what, .. } if takes(what));
    first(script, hit)
}

fn first(script: &Script, hit: impl Fn(&Op) -> bool) -> Option<Place> {
    let (start, end) = (script.span.start, script.span.end);
    let read = sql::read(&script.text, start, end, Dialect::Postgres, &Limits::default(), Depth::Effects);
    let mut ops = read.statements.iter().flat_map(|statement| &statement.ops);
    let found = ops.find(|located| hit(&located.op))?;
    Some(Lines::new(&script.text).place(&script.path, &script.text, found.start, found.end))
}

/// The first statement of up that adds a value to the enum of this title, `enum schema.name`: no down takes it away again.
pub(super) fn of_enum(plan: &Plan, title: &str) -> Option<Place> {
    let of = title.strip_prefix("enum ")?;
    let adds = |op: &Op| matches!(op, Op::AddEnumValue { name, .. } if full(name) == of || name.to_string() == of);
    plan.change.iter().find_map(|migration| first(&migration.up, adds))
}

/// The last statement of up that makes or replaces the view of this `schema.name`.
pub(super) fn of_view(plan: &Plan, view: &str) -> Option<Place> {
    plan.change.iter().rev().find_map(|migration| {
        let script = &migration.up;
        let (start, end) = (script.span.start, script.span.end);
        let read = sql::read(&script.text, start, end, Dialect::Postgres, &Limits::default(), Depth::Effects);
        let makes = |op: &Op| matches!(op, Op::CreateView { name, .. } if full(name) == view);
        let mut ops = read.statements.iter().flat_map(|statement| &statement.ops).rev();
        let found = ops.find(|located| makes(&located.op))?;
        Some(Lines::new(&script.text).place(&script.path, &script.text, found.start, found.end))
    })
}

/// The first statement of the change, up before down, that writes rows into the table by its name.
pub(super) fn of_insert(plan: &Plan, table: &str) -> Option<Place> {
    let ups = plan.change.iter().map(|migration| &migration.up);
    let mut scripts = ups.chain(plan.change.iter().filter_map(|migration| migration.down.as_ref()));
    scripts.find_map(|script| first(script, |op| matches!(op, Op::Insert { table: into, .. } if full(into) == table)))
}

/// The first statement of up that can have every write of this `schema.table` fail: a trigger, a rule or a condition
/// on it, else a routine that one of these may call.
pub(super) fn of_write(plan: &Plan, table: &str) -> Option<Place> {
    let on_it = |op: &Op| match op {
        Op::CreateTrigger { table: on, .. }
        | Op::CreateRule { table: on, .. }
        | Op::CreatePolicy { table: on, .. }
        | Op::AddConstraint { table: on, .. } => full(on) == table,
        _ => false,
    };
    let ups = || plan.change.iter().map(|migration| &migration.up);
    let routine = |op: &Op| matches!(op, Op::CreateRoutine { .. });
    ups().find_map(|script| first(script, on_it)).or_else(|| ups().find_map(|script| first(script, routine)))
}

fn full(name: &Name) -> String {
    format!("{}.{}", name.schema.as_deref().unwrap_or("public"), name.name)
}

struct Target<'a> {
    table: &'a str,
    columns: &'a [String],
    renamed: &'a Renamed,
}

impl Target<'_> {
    fn within(&self, script: &Script) -> Option<Place> {
        first(script, |op| self.is_hit_by(op))
    }

    fn is_hit_by(&self, op: &Op) -> bool {
        if self.columns.is_empty() {
            return match op {
                Op::Delete { table, .. } | Op::Drop { object: ObjectKind::Table, name: table, .. } => self.is(table),
                Op::Truncate { tables, .. } => tables.iter().any(|table| self.is(table)),
                _ => false,
            };
        }
        match op {
            Op::Update { table, columns, .. } => {
                self.is(table) && (columns.is_empty() || columns.iter().any(|column| self.has(column)))
            }
            Op::DropColumn { table, column, .. }
            | Op::AlterType { table, column, .. }
            | Op::SetExpression { table, column }
            | Op::DropExpression { table, column } => self.is(table) && self.has(column),
            _ => false,
        }
    }

    fn is(&self, name: &Name) -> bool {
        let full = full(name);
        full == self.table || self.renamed.tables.get(self.table).is_some_and(|new| *new == full)
    }

    fn has(&self, column: &str) -> bool {
        let new = |old: &String| self.renamed.columns.get(&(self.table.to_owned(), old.clone()));
        self.columns.iter().any(|old| old == column || new(old).is_some_and(|new| new == column))
    }
}
