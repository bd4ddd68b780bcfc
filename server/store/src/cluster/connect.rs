//! How to connect to the cluster, and the one promise asked of any PostgreSQL: that it flushes to disk.

use std::{os::unix::ffi::OsStrExt, path::Path};

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgSslMode},
};

use super::{ClusterError, SUPERUSER};

/// PostgreSQL's code for "the database system is starting up".
const CANNOT_CONNECT_NOW: &str = "57P03";
const DUPLICATE_DATABASE: &str = "42P04";
const UNIQUE_VIOLATION: &str = "23505";

pub(super) fn options(socket_dir: &Path, port: u16, database: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .host("localhost")
        .socket(socket_dir)
        .port(port)
        .username(SUPERUSER)
        .database(database)
        .ssl_mode(PgSslMode::Disable)
}

/// The same as a URL, for `psql`, `pg_dump` and sqlx alike.
pub(super) fn url(socket_dir: &Path, port: u16, database: &str) -> String {
    let mut host = String::new();
    for &byte in socket_dir.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            host.push(char::from(byte));
        } else {
            host.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("postgres://{SUPERUSER}@localhost/{database}?host={host}&port={port}&sslmode=disable")
}

pub(super) fn is_recovering(error: &sqlx::Error) -> bool {
    has_code(error, &[CANNOT_CONNECT_NOW])
}

fn has_code(error: &sqlx::Error, codes: &[&str]) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| codes.contains(&code.as_ref()))
}

/// Refuses a server that does not flush commits to disk: a power cut would lose acknowledged work. For the
/// private cluster and for external servers alike.
///
/// # Errors
/// [`ClusterError::FsyncOff`] unless `SHOW fsync` says `on`.
pub async fn require_fsync(pool: &PgPool) -> Result<(), ClusterError> {
    check_fsync(&mut *pool.acquire().await?).await
}

pub(super) async fn check_fsync(connection: &mut PgConnection) -> Result<(), ClusterError> {
    let value: String = sqlx::query_scalar("SHOW fsync").fetch_one(connection).await?;
    if value == "on" { Ok(()) } else { Err(ClusterError::FsyncOff { value }) }
}

/// Makes a database unless it exists, as a copy of `template` when one is named. Returns whether it was made.
pub(super) async fn create_database(
    admin: &PgConnectOptions,
    name: &str,
    template: Option<&str>,
) -> Result<bool, ClusterError> {
    let mut sql = format!("CREATE DATABASE {}", quoted(name)?);
    if let Some(template) = template {
        sql.push_str(&format!(" TEMPLATE {}", quoted(template)?));
    }
    let mut connection = admin.connect().await?;
    let result = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await;
    connection.close().await?;
    match result {
        Ok(_) => Ok(true),
        // The second code: another server made it at the same moment.
        Err(error) if has_code(&error, &[DUPLICATE_DATABASE, UNIQUE_VIOLATION]) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn database_exists(connection: &mut PgConnection, name: &str) -> Result<bool, ClusterError> {
    let sql = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)";
    Ok(sqlx::query_scalar(sql).bind(name).fetch_one(connection).await?)
}

pub(super) async fn drop_database(admin: &PgConnectOptions, name: &str) -> Result<(), ClusterError> {
    let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name)?);
    let mut connection = admin.connect().await?;
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
    Ok(connection.close().await?)
}

fn quoted(name: &str) -> Result<String, ClusterError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if name.is_empty() || name.len() > 60 || !name.bytes().all(plain) {
        return Err(ClusterError::DatabaseName { name: name.to_owned() });
    }
    Ok(format!("\"{name}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_need_quoting_are_refused() {
        assert_eq!(quoted("change_mgmt").unwrap(), "\"change_mgmt\"");
        for name in ["", "a\"b", "A", "a b", &"x".repeat(61)] {
            assert!(matches!(quoted(name), Err(ClusterError::DatabaseName { .. })), "{name}");
        }
    }

    #[test]
    fn the_url_names_the_socket_folder() {
        let url = url(Path::new("/a b/s"), 5432, "db");
        assert_eq!(url, "postgres://change_mgmt@localhost/db?host=%2Fa%20b%2Fs&port=5432&sslmode=disable");
        let options: PgConnectOptions = url.parse().unwrap();
        assert_eq!(options.get_socket().map(std::path::PathBuf::as_path), Some(Path::new("/a b/s")));
        assert_eq!(options.get_database(), Some("db"));
    }
}
