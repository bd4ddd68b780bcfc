//! A guest's session: runs users' SQL, and is watched while it does.

use super::admin::Admin;
use super::locks::{Lock, Mode};
use super::relations::{self, Relations};
use super::{Failure, Limits, ScratchError};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// How often a running statement is looked at.
const LOOK: Duration = Duration::from_millis(100);
const FIRST_LOOK: Duration = Duration::from_millis(2);

/// How a statement is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// In the transaction that is open.
    Open,
    /// In a transaction of its own, or in none where PostgreSQL insists on it.
    Own,
}

/// What a statement did.
#[derive(Clone, Debug, Default)]
pub struct Ran {
    /// How long it took, as the client sees it.
    pub took: Duration,
    /// The strongest lock on each relation that was there before, where it is new or stronger than what the
    /// transaction had.
    pub locks: Vec<Lock>,
    /// Tables that were written anew.
    pub rewritten: Vec<String>,
    /// How many rows it says it has met.
    pub rows: u64,
    /// It could not be run in a transaction; its locks were read while it ran, so that short ones may be missed.
    pub alone: bool,
    /// Why it did not come to its end.
    pub failure: Option<Failure>,
}

/// A session as a guest. After [`Failure::TooLong`], [`Failure::TooLarge`] and [`Failure::Lost`] it is dead: all
/// further statements are [`Failure::Lost`].
#[derive(Debug)]
pub struct Session {
    pub(super) guest: Option<PgConnection>,
    watch: Admin,
    pid: i32,
    limits: Limits,
    /// What the open transaction holds.
    held: BTreeMap<u32, Mode>,
    /// What was there before it.
    relations: Relations,
}

impl Session {
    pub(super) async fn open(guest: PgConnectOptions, watch: Admin, limits: Limits) -> Result<Self, ScratchError> {
        let mut guest = guest.connect().await?;
        let pid = sqlx::query_scalar("SELECT pg_catalog.pg_backend_pid()").fetch_one(&mut guest).await?;
        let (held, relations) = (BTreeMap::new(), Relations::new());
        Ok(Self { guest: Some(guest), watch, pid, limits, held, relations })
    }

    /// Whether it still answers.
    pub fn is_alive(&self) -> bool {
        self.guest.is_some()
    }

    /// Opens a transaction.
    ///
    /// # Errors
    /// The session is dead.
    pub async fn begin(&mut self) -> Result<(), Failure> {
        self.held.clear();
        self.plain("BEGIN").await
    }

    /// Makes the open transaction lasting.
    ///
    /// # Errors
    /// A deferred constraint is broken, or the session is dead.
    pub async fn commit(&mut self) -> Result<(), Failure> {
        self.held.clear();
        self.plain("COMMIT").await
    }

    /// Undoes the open transaction.
    ///
    /// # Errors
    /// The session is dead.
    pub async fn rollback(&mut self) -> Result<(), Failure> {
        self.held.clear();
        self.plain("ROLLBACK").await
    }

    /// Forgets what a transaction held that the users' SQL ended itself.
    pub fn forget_locks(&mut self) {
        self.held.clear();
    }

    /// The strongest lock that the open transaction has on each relation.
    pub fn held(&self) -> Vec<Lock> {
        relations::taken(&self.relations, &BTreeMap::new(), &self.held)
    }

    /// Runs SQL without looking at what it does: for what is long since deployed.
    ///
    /// # Errors
    /// It fails, or is ended.
    pub async fn plain(&mut self, sql: &str) -> Result<(), Failure> {
        self.watched(sql, None).await.map(drop)
    }

    /// The same, and says how many rows it has met.
    pub(super) async fn counted(&mut self, sql: &str) -> Result<u64, Failure> {
        self.watched(sql, None).await
    }

    /// Runs `COPY … FROM stdin` with these lines, as the terminal does with those after it.
    pub async fn copy(&mut self, sql: &str, lines: &str) -> Ran {
        let start = Instant::now();
        let (rows, failure) = match self.copied(sql, lines).await {
            Ok(rows) => (rows, None),
            Err(failure) => (0, Some(failure)),
        };
        Ran { took: start.elapsed(), rows, failure, ..Ran::default() }
    }

    async fn copied(&mut self, sql: &str, lines: &str) -> Result<u64, Failure> {
        let Some(guest) = self.guest.as_mut() else { return Err(dead()) };
        let limit = self.limits.statement;
        let work = async {
            let mut copy = guest.copy_in_raw(sql).await?;
            copy.send(lines.as_bytes()).await?;
            copy.finish().await
        };
        match tokio::time::timeout(limit, work).await {
            Ok(Ok(rows)) => Ok(rows),
            Ok(Err(error)) => match Failure::from(error) {
                failure @ Failure::Refused { .. } if !fatal(&failure) => Err(failure),
                failure => Err(self.end(failure).await),
            },
            Err(_) => Err(self.end(Failure::TooLong { seconds: limit.as_secs() }).await),
        }
    }

    /// Runs one statement and says what it did.
    pub async fn run(&mut self, sql: &str, wrap: Wrap) -> Ran {
        let mut ran = Ran::default();
        if let Err(failure) = self.observed(sql, wrap, &mut ran).await {
            ran.failure = Some(failure);
        }
        ran
    }

    async fn observed(&mut self, sql: &str, wrap: Wrap, ran: &mut Ran) -> Result<(), Failure> {
        self.look_around().await?;
        let before = self.relations.clone();
        if wrap == Wrap::Own {
            self.begin().await?;
        }
        let start = Instant::now();
        let done = self.watched(sql, None).await;
        ran.took = start.elapsed();
        match done {
            // "cannot run inside a transaction block", "invalid transaction termination".
            Err(failure) if wrap == Wrap::Own && matches!(failure.code(), Some("25001" | "2D000")) => {
                self.rollback().await?;
                let mut seen = BTreeMap::new();
                let start = Instant::now();
                let done = self.watched(sql, Some(&mut seen)).await;
                (ran.took, ran.alone) = (start.elapsed(), true);
                ran.locks = relations::taken(&before, &BTreeMap::new(), &seen);
                ran.rows = done?;
            }
            Err(failure) => {
                if wrap == Wrap::Own && self.is_alive() {
                    self.rollback().await?;
                }
                return Err(failure);
            }
            Ok(rows) => {
                ran.rows = rows;
                let now = relations::locks(&mut self.watch.connection, self.pid).await?;
                ran.locks = relations::taken(&before, &self.held, &now);
                self.held = now;
            }
        }
        self.look_around().await?;
        ran.rewritten = relations::rewritten(&before, &self.relations);
        if wrap == Wrap::Own && !ran.alone {
            self.commit().await?;
        }
        Ok(())
    }

    pub(super) fn statement_limit(&self) -> Duration {
        self.limits.statement
    }

    async fn look_around(&mut self) -> Result<(), Failure> {
        let guest = self.guest.as_mut().ok_or_else(dead)?;
        let read = tokio::time::timeout(self.limits.statement, relations::read(guest)).await;
        match read {
            Ok(Ok(relations)) => {
                self.relations = relations;
                Ok(())
            }
            Ok(Err(error)) => Err(error.into()),
            Err(_) => Err(self.end(Failure::TooLong { seconds: self.limits.statement.as_secs() }).await),
        }
    }

    /// Sends SQL, and looks at time and size from the outside until it is done; gives how many rows it has met.
    async fn watched(&mut self, sql: &str, mut locks: Option<&mut BTreeMap<u32, Mode>>) -> Result<u64, Failure> {
        let Some(guest) = self.guest.as_mut() else { return Err(dead()) };
        let start = Instant::now();
        // Longer than the session's own time-out, which leaves the session alive where it is not lifted.
        let patience = self.limits.statement + Duration::from_millis(500);
        let outcome = {
            let running = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(guest);
            tokio::pin!(running);
            let mut pause = if locks.is_some() { FIRST_LOOK } else { LOOK };
            loop {
                tokio::select! {
                    biased;
                    done = &mut running => break done.map(|done| done.rows_affected()).map_err(Failure::from),
                    () = tokio::time::sleep(pause) => {}
                }
                if let Some(locks) = locks.as_deref_mut() {
                    for (oid, mode) in relations::locks(&mut self.watch.connection, self.pid).await? {
                        let known = locks.entry(oid).or_insert(mode);
                        *known = mode.max(*known);
                    }
                }
                pause = if locks.is_some() { (pause * 2).min(LOOK) } else { LOOK };
                if start.elapsed() > patience {
                    break Err(Failure::TooLong { seconds: self.limits.statement.as_secs() });
                }
                match self.watch.size().await {
                    Ok(bytes) if bytes > self.limits.database_bytes => break Err(Failure::TooLarge { bytes }),
                    Ok(_) => {}
                    Err(error) => break Err(Failure::Lost { message: error.to_string() }),
                }
            }
        };
        match outcome {
            Ok(rows) => {
                // A quick one may have grown it as well.
                let size = if start.elapsed() > LOOK / 4 { self.watch.size().await.ok() } else { None };
                match size.filter(|bytes| *bytes > self.limits.database_bytes) {
                    Some(bytes) => Err(self.end(Failure::TooLarge { bytes }).await),
                    None => Ok(rows),
                }
            }
            Err(failure @ Failure::Refused { .. }) if !fatal(&failure) => Err(failure),
            Err(failure) => Err(self.end(failure).await),
        }
    }

    /// Ends the session for good.
    async fn end(&mut self, failure: Failure) -> Failure {
        // Dropped, not closed: the server may be waiting for something else than a farewell.
        drop(self.guest.take());
        if let Err(error) = self.watch.terminate(self.pid).await {
            tracing::warn!(%error, "a scratch session could not be ended");
        }
        failure
    }
}

fn dead() -> Failure {
    Failure::Lost { message: "the session has ended".to_owned() }
}

/// Errors with which the server ends the session.
fn fatal(failure: &Failure) -> bool {
    failure.code().is_some_and(|code| code.starts_with("57P") || code.starts_with("08") || code == "25P03")
}

impl From<ScratchError> for Failure {
    fn from(error: ScratchError) -> Self {
        Self::Lost { message: error.to_string() }
    }
}
