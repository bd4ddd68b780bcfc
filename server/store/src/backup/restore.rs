//! Reads a backup into a new database beside the one in use, and swaps the two by name.

use super::{BackupError, Programs};
use crate::{MIGRATOR, Store};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::{Duration, Instant};
use std::{fs::File, path::Path, process::Stdio};

/// PostgreSQL's code for "database is being accessed by other users".
const OBJECT_IN_USE: &str = "55006";

/// A backup read back, not in use yet. Call [`Restored::swap_in`] or [`Restored::discard`].
#[derive(Debug)]
pub struct Restored {
    name: String,
    target: String,
    options: PgConnectOptions,
    /// Reads and checks it before it is used.
    pub store: Store,
}

/// Reads the backup into a new database and brings its schema up to date.
///
/// # Errors
/// The database in use has data and `replace` is false, or has other connections; the file is broken or too new.
pub async fn restore(programs: &Programs, url: &str, file: &Path, replace: bool) -> Result<Restored, BackupError> {
    let options: PgConnectOptions = url.parse()?;
    let target = options.get_database().unwrap_or_else(|| options.get_username()).to_owned();
    let input = File::open(file).map_err(|source| BackupError::File { file: file.to_owned(), source })?;
    let mut admin = maintenance(&options).await?;
    refuse_if_used(&mut admin, &target).await?;
    if !replace && !is_empty(&options).await? {
        return Err(BackupError::NotEmpty);
    }
    let name = format!("restore_{}", uuid::Uuid::now_v7().simple());
    execute(&mut admin, format!("CREATE DATABASE {} TEMPLATE template0", quoted(&name))).await?;
    let read = read_into(programs, url, &options, &name, file, input).await;
    match read {
        Ok(store) => Ok(Restored { name, target, options, store }),
        Err(error) => {
            drop_database(&mut admin, &name).await?;
            Err(error)
        }
    }
}

async fn read_into(
    programs: &Programs,
    url: &str,
    options: &PgConnectOptions,
    name: &str,
    file: &Path,
    input: File,
) -> Result<Store, BackupError> {
    let arguments = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"];
    let ran = programs.run("pg_restore", &renamed(url, name), &arguments, Stdio::from(input), Stdio::null()).await;
    ran.map_err(|e| match e {
        BackupError::Program { log, .. } => BackupError::Broken { file: file.to_owned(), log },
        other => other,
    })?;
    let pool = PgPoolOptions::new().max_connections(4).connect_with(options.clone().database(name)).await?;
    let broken = |log: &str| BackupError::Broken { file: file.to_owned(), log: log.to_owned() };
    let ours: bool = sqlx::query_scalar(
        "SELECT to_regclass('public.audit_trail') IS NOT NULL AND to_regclass('public._sqlx_migrations') IS NOT NULL",
    )
    .fetch_one(&pool)
    .await?;
    if !ours {
        pool.close().await;
        return Err(broken("It holds no tables of change-mgmt."));
    }
    match MIGRATOR.run(&pool).await {
        Ok(()) => Ok(Store::new(pool)),
        Err(error) => {
            pool.close().await;
            Err(BackupError::Version(error.to_string()))
        }
    }
}

impl Restored {
    /// Puts it in the place of the database in use, which is removed. Both renames are one transaction.
    ///
    /// # Errors
    /// Somebody uses the database; it is then as it was, and the new one is removed.
    pub async fn swap_in(self) -> Result<(), BackupError> {
        self.store.pool.close().await;
        let mut admin = maintenance(&self.options).await?;
        let old = format!("old_{}", uuid::Uuid::now_v7().simple());
        let swapped = swap(&mut admin, &self.target, &old, &self.name).await;
        let useless = if swapped.is_ok() { &old } else { &self.name };
        drop_database(&mut admin, useless).await?;
        match swapped {
            Err(BackupError::Database(e))
                if e.as_database_error().and_then(|e| e.code()).is_some_and(|c| c == OBJECT_IN_USE) =>
            {
                refuse_if_used(&mut admin, &self.target).await?;
                Err(BackupError::InUse(1))
            }
            other => other,
        }
    }

    /// Removes it; the database in use stays.
    ///
    /// # Errors
    /// PostgreSQL refuses.
    pub async fn discard(self) -> Result<(), BackupError> {
        self.store.pool.close().await;
        drop_database(&mut maintenance(&self.options).await?, &self.name).await
    }
}

async fn swap(admin: &mut PgConnection, target: &str, old: &str, new: &str) -> Result<(), BackupError> {
    let mut tx = admin.begin().await?;
    for (from, to) in [(target, old), (new, target)] {
        execute(&mut tx, format!("ALTER DATABASE {} RENAME TO {}", quoted(from), quoted(to))).await?;
    }
    Ok(tx.commit().await?)
}

/// A connection that does not hold the database in question open.
async fn maintenance(options: &PgConnectOptions) -> Result<PgConnection, BackupError> {
    Ok(options.clone().database("postgres").connect().await?)
}

/// PostgreSQL still counts a connection for a moment after its client has left.
const LEAVING: Duration = Duration::from_secs(3);

async fn refuse_if_used(admin: &mut PgConnection, target: &str) -> Result<(), BackupError> {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()";
    let end = Instant::now() + LEAVING;
    loop {
        let others: i64 = sqlx::query_scalar(sql).bind(target).fetch_one(&mut *admin).await?;
        match others {
            0 => return Ok(()),
            others if Instant::now() > end => return Err(BackupError::InUse(others)),
            _ => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn is_empty(options: &PgConnectOptions) -> Result<bool, BackupError> {
    let mut connection = options.connect().await?;
    let sql = "SELECT NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')";
    let empty = sqlx::query_scalar(sql).fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(empty)
}

async fn drop_database(admin: &mut PgConnection, name: &str) -> Result<(), BackupError> {
    execute(admin, format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name))).await
}

async fn execute(connection: &mut PgConnection, sql: String) -> Result<(), BackupError> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The same server, another database.
fn renamed(url: &str, database: &str) -> String {
    let (start, query) = url.split_once('?').map_or((url, String::new()), |(s, q)| (s, format!("?{q}")));
    let (scheme, rest) = start.split_once("://").unwrap_or(("postgres", start));
    let authority = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{authority}/{database}{query}")
}
