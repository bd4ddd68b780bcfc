//! One run of the whole change in one direction.

use super::compare::Renamed;
use super::model::{Direction, Pass, Progress};
use super::{Plan, script};
use analysis::Place;
use analysis::history::Script;
use analysis::sql::{self, Depth, Dialect, Limits, Name, Op};
use std::time::Instant;
use store::scratch::{Database, Failure, ScratchError};

/// Runs it. A session of its own, for what a script sets must not outlive its direction.
pub(super) async fn run(
    database: &Database,
    plan: &Plan,
    direction: Direction,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Pass, ScratchError> {
    progress(Progress::Begins { direction });
    let start = Instant::now();
    let mut session = database.session().await?;
    let mut statements = Vec::new();
    let before = |place: &Place| progress(Progress::Statement { direction, place: place.clone() });
    for script in scripts(plan, direction) {
        statements.extend(script::run(database, &mut session, script, &before).await?);
        if statements.last().is_some_and(|last| last.failure.is_some()) {
            break;
        }
    }
    let millis = super::run::millis(start);
    let pass = Pass { direction, millis, statements, schema: None, rows: Vec::new() };
    progress(Progress::Ended { direction, millis, failed: failure(&pass).is_some() });
    Ok(pass)
}

/// Where it failed, and how.
pub(super) fn failure(pass: &Pass) -> Option<(Place, Failure)> {
    pass.statements.iter().find_map(|run| Some((run.place.clone(), run.failure.clone()?)))
}

fn scripts(plan: &Plan, direction: Direction) -> Vec<&Script> {
    match direction {
        Direction::Down => plan.change.iter().rev().filter_map(|migration| migration.down.as_ref()).collect(),
        Direction::Up | Direction::UpAgain => plan.change.iter().map(|migration| &migration.up).collect(),
    }
}

/// What up gives other names, so that rows are found again.
pub(super) fn renamed(plan: &Plan) -> Renamed {
    let full = |name: &Name| format!("{}.{}", name.schema.as_deref().unwrap_or("public"), name.name);
    let mut renamed = Renamed::default();
    for script in scripts(plan, Direction::Up) {
        let (start, end) = (script.span.start, script.span.end);
        let read = sql::read(&script.text, start, end, Dialect::Postgres, &Limits::default(), Depth::Effects);
        for located in read.statements.iter().flat_map(|statement| &statement.ops) {
            let old = |renamed: &Renamed, table: &str| {
                let found = renamed.tables.iter().find(|(_, new)| *new == table).map(|(old, _)| old.clone());
                found.unwrap_or_else(|| table.to_owned())
            };
            match &located.op {
                Op::RenameTable { table, to } => {
                    let to = to
                        .schema
                        .as_ref()
                        .or(table.schema.as_ref())
                        .map_or_else(|| full(&Name::bare(to.name.clone())), |schema| format!("{schema}.{}", to.name));
                    let first = old(&renamed, &full(table));
                    renamed.tables.insert(first, to);
                }
                Op::SetSchema { object: sql::ObjectKind::Table, name, schema } => {
                    let first = old(&renamed, &full(name));
                    renamed.tables.insert(first, format!("{schema}.{}", name.name));
                }
                Op::RenameColumn { table, from, to } => {
                    let table = old(&renamed, &full(table));
                    let before = renamed.columns.iter().find(|((of, _), new)| *of == table && *new == from);
                    let first = before.map_or_else(|| from.clone(), |((_, name), _)| name.clone());
                    renamed.columns.insert((table, first), to.clone());
                }
                _ => {}
            }
        }
    }
    renamed
}
