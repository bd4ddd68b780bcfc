//! Runs one script as its migration tool would, statement by statement.

use super::model::StatementRun;
use analysis::history::{Script, Transaction};
use analysis::sql::{self, Depth, Dialect, Limits, ObjectKind, Op, ProblemKind, Statement};
use analysis::{Lines, Place};
use std::collections::BTreeSet;
use std::time::Duration;
use store::scratch::{Database, Failure, Lock, Mode, Ran, ScratchError, Session, Wrap};

/// How often a script is begun again because a role is made that it takes for granted.
const ROLES: usize = 30;

/// Runs a script. The last of the statements has the failure, where there is one.
///
/// # Errors
/// The scratch cluster itself fails.
pub(super) async fn run(
    database: &Database,
    session: &mut Session,
    script: &Script,
    before: &(dyn Fn(&Place) + Send + Sync),
) -> Result<Vec<StatementRun>, ScratchError> {
    let text: &str = &script.text;
    let (start, end) = (script.span.start, script.span.end);
    let read = sql::read(text, start, end, Dialect::Postgres, &Limits::default(), Depth::Effects);
    let lines = Lines::new(text);
    let mut runner = Runner { database, session, script, lines, before };
    if let Some(problem) = read.problems.iter().find(|problem| problem.kind == ProblemKind::Meta) {
        let failure = refused("42601", "a command of the psql terminal is no SQL");
        return Ok(vec![runner.record(problem.start, problem.end, Ran { failure: Some(failure), ..Ran::default() })]);
    }
    let mut last = Vec::new();
    for _ in 0..ROLES {
        last = runner.all(&read.statements).await?;
        let failure = last.last().and_then(|run| run.failure.as_ref());
        let missing = failure.and_then(|failure| missing_roles(failure, &read.statements));
        match missing {
            Some(roles) if runner.session.is_alive() => {
                for role in roles {
                    // A name that is reserved gives the same failure again.
                    if database.make_role(&role).await.is_err() {
                        return Ok(last);
                    }
                }
            }
            _ => return Ok(last),
        }
    }
    Ok(last)
}

struct Runner<'a> {
    database: &'a Database,
    session: &'a mut Session,
    script: &'a Script,
    lines: Lines,
    before: &'a (dyn Fn(&Place) + Send + Sync),
}

impl Runner<'_> {
    fn record(&self, start: usize, end: usize, ran: Ran) -> StatementRun {
        StatementRun {
            place: self.lines.place(&self.script.path, &self.script.text, start, end),
            span: (start, end),
            micros: micros(ran.took),
            locks: ran.locks,
            held: Vec::new(),
            rewritten: ran.rewritten,
            rows: ran.rows,
            alone: ran.alone,
            skipped: None,
            failure: ran.failure,
        }
    }

    async fn all(&mut self, statements: &[Statement]) -> Result<Vec<StatementRun>, ScratchError> {
        let wrapped = match self.script.transaction {
            Transaction::Always => true,
            Transaction::Implicit => statements.len() > 1,
            Transaction::Never => false,
        };
        let mut open = wrapped;
        let mut all: Vec<StatementRun> = Vec::new();
        if wrapped && let Err(failure) = self.session.begin().await {
            let at = self.script.span.start;
            return Ok(vec![self.record(at, at, Ran { failure: Some(failure), ..Ran::default() })]);
        }
        for statement in statements {
            let (start, end) = (statement.start, statement.end);
            (self.before)(&self.lines.place(&self.script.path, &self.script.text, start, end));
            let sql = self.script.text.get(start..end).unwrap_or_default();
            let first = statement.ops.first().map(|located| &located.op);
            if let Some(reason) = self.of_cluster(first).await? {
                let mut run = self.record(start, end, Ran::default());
                run.skipped = Some(reason);
                all.push(run);
                continue;
            }
            let had = self.session.held();
            let ran = match first {
                Some(Op::Begin | Op::Commit | Op::Rollback) => {
                    let failure = self.session.plain(sql).await.err();
                    open = matches!(first, Some(Op::Begin)) && failure.is_none();
                    self.session.forget_locks();
                    Ran { failure, ..Ran::default() }
                }
                Some(Op::Copy { into_table: true, program: false, server_file: false, .. }) => {
                    self.session.copy(sql, lines_after(&self.script.text, end)).await
                }
                _ => self.session.run(sql, if open { Wrap::Open } else { Wrap::Own }).await,
            };
            let mut ran = ran;
            known_lock(&mut ran, statement);
            let failed = ran.failure.is_some();
            let named = named(statement);
            let mut run = self.record(start, end, ran);
            let taken = |had: &Lock| run.locks.iter().any(|lock| lock.relation == had.relation);
            run.held = had.into_iter().filter(|had| named.contains(&had.relation) && !taken(had)).collect();
            all.push(run);
            if failed {
                if self.session.is_alive() {
                    // Where nothing is open this does nothing; where the server is gone the failure says so.
                    let _ = self.session.rollback().await;
                }
                return Ok(all);
            }
        }
        // What a script leaves open, its tool's end of the connection undoes; a tool's own transaction is committed.
        let ended = if !open {
            Ok(())
        } else if wrapped {
            self.session.commit().await
        } else {
            self.session.rollback().await
        };
        if let Err(failure) = ended {
            let (start, end) = statements.last().map_or((0, 0), |last| (last.start, last.end));
            match all.last_mut() {
                Some(last) => last.failure = Some(failure),
                None => all.push(self.record(start, end, Ran { failure: Some(failure), ..Ran::default() })),
            }
        }
        Ok(all)
    }

    /// Roles belong to the whole cluster: a new one is made by us, and nothing else is done to any.
    async fn of_cluster(&self, op: Option<&Op>) -> Result<Option<String>, ScratchError> {
        let skipped =
            || Some("roles belong to the whole server; on the scratch database they have no rights".to_owned());
        match op {
            Some(Op::Create { object: ObjectKind::Role, name: Some(name), .. }) => {
                let made = self.database.make_role(&name.name).await;
                Ok(skipped().filter(|_| made.is_ok()))
            }
            Some(Op::Drop { object: ObjectKind::Role, .. }) => Ok(skipped()),
            _ => Ok(None),
        }
    }
}

/// It may have rows written out after `COPY … FROM stdin`, which are no SQL.
pub(super) fn may_copy(script: &Script) -> bool {
    script.sql().to_ascii_lowercase().contains("stdin")
}

/// The lines that are copied: from the one after the statement up to `\.` or the end of the file.
fn lines_after(text: &str, end: usize) -> &str {
    let rest = text.get(end..).unwrap_or_default();
    let rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    let mut length = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "\\." {
            break;
        }
        length += line.len();
    }
    rest.get(..length).unwrap_or_default()
}

/// The tables that a statement names.
fn named(statement: &Statement) -> BTreeSet<String> {
    let tables = statement.ops.iter().filter_map(|located| located.op.table());
    tables.map(|name| format!("{}.{}", name.schema.as_deref().unwrap_or("public"), name.name)).collect()
}

/// The lock of an index that is built beside the work: on a small table it is over before anybody looks.
fn known_lock(ran: &mut Ran, statement: &Statement) {
    for located in &statement.ops {
        if let Op::CreateIndex(index) = &located.op
            && ran.alone
            && ran.failure.is_none()
        {
            let relation = format!("{}.{}", index.table.schema.as_deref().unwrap_or("public"), index.table.name);
            if !ran.locks.iter().any(|lock| lock.relation == relation) {
                ran.locks.push(Lock { relation, mode: Mode::ShareUpdateExclusive });
            }
        }
    }
}

/// Roles whose absence is why it fails.
fn missing_roles(failure: &Failure, statements: &[Statement]) -> Option<Vec<String>> {
    let Failure::Refused { code, message, .. } = failure else { return None };
    match code.as_str() {
        "42704" => {
            let name = message.strip_prefix("role \"")?.strip_suffix("\" does not exist")?;
            Some(vec![name.to_owned()])
        }
        "42501" if message.contains("create role") => {
            let named =
                statements.iter().flat_map(|statement| &statement.ops).filter_map(|located| match &located.op {
                    Op::Create { object: ObjectKind::Role, name: Some(name), .. } => Some(name.name.clone()),
                    _ => None,
                });
            Some(named.collect::<Vec<_>>()).filter(|names| !names.is_empty())
        }
        _ => None,
    }
}

/// A failure that PostgreSQL need not be asked for.
fn refused(code: &str, message: &str) -> Failure {
    Failure::Refused {
        code: code.to_owned(),
        message: message.to_owned(),
        detail: None,
        position: None,
        constraint: None,
        table: None,
        column: None,
    }
}

fn micros(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX)
}
