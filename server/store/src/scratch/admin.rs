//! Our own connection to a scratch database: it watches, it reads catalogs, and it never runs what users wrote.

use super::{Limits, OWNER, ScratchError};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

/// A superuser's connection. Only catalogs are read through it: whatever could call a function of the users'
/// (rows, views, defaults, casts) goes through a guest's session.
#[derive(Debug)]
pub(super) struct Admin {
    pub(super) connection: PgConnection,
}

impl Admin {
    pub(super) async fn connect(options: PgConnectOptions) -> Result<Self, ScratchError> {
        // Names that users have made are out of sight, and what the catalog prints has all schemas written out.
        let options = options.options([("search_path", "pg_catalog"), ("jit", "off")]);
        Ok(Self { connection: options.connect().await? })
    }

    pub(super) async fn close(self) -> Result<(), ScratchError> {
        Ok(self.connection.close().await?)
    }

    /// Runs statements of our own. Names put into them are ours, or quoted by [`quoted`].
    pub(super) async fn execute(&mut self, sql: String) -> Result<(), ScratchError> {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.connection).await?;
        Ok(())
    }

    /// Once for the cluster, in the template of all databases: the owner of everything that users make.
    pub(super) async fn furnish(&mut self) -> Result<(), ScratchError> {
        let sql = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)";
        if sqlx::query_scalar(sql).bind(OWNER).fetch_one(&mut self.connection).await? {
            return Ok(());
        }
        let sql = format!(
            "CREATE ROLE {OWNER} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS; \
             ALTER SCHEMA public OWNER TO {OWNER}; \
             REVOKE ALL ON DATABASE postgres, template1, {} FROM PUBLIC",
            crate::cluster::DATABASE
        );
        self.execute(sql).await
    }

    /// All databases, the oldest first.
    pub(super) async fn databases(&mut self) -> Result<Vec<String>, ScratchError> {
        let sql = "SELECT datname::text FROM pg_database ORDER BY oid";
        Ok(sqlx::query_scalar(sql).fetch_all(&mut self.connection).await?)
    }

    /// A role to log in with; it acts as the owner from the start.
    pub(super) async fn make_login(&mut self, login: &str, limits: &Limits) -> Result<(), ScratchError> {
        let (statement, lock) = (limits.statement.as_millis(), limits.lock.as_millis());
        let sql = format!(
            "CREATE ROLE {login} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS \
               CONNECTION LIMIT 4 IN ROLE {OWNER}; \
             ALTER ROLE {login} SET role TO '{OWNER}'; \
             ALTER ROLE {login} SET statement_timeout TO {statement}; \
             ALTER ROLE {login} SET lock_timeout TO {lock}; \
             ALTER ROLE {login} SET idle_in_transaction_session_timeout TO 60000; \
             ALTER ROLE {login} SET client_min_messages TO error"
        );
        self.execute(sql).await
    }

    /// A role that a history takes for granted. It can do nothing, and the owner may act as it.
    pub(super) async fn make_role(&mut self, name: &str) -> Result<(), ScratchError> {
        let name = quoted(name);
        let made = self.execute(format!("CREATE ROLE {name} NOLOGIN; GRANT {name} TO {OWNER}")).await;
        match made {
            // Another run has made it meanwhile.
            Err(error) if error.code().as_deref() == Some("42710") => Ok(()),
            made => made,
        }
    }

    /// Ends a session, whatever it does.
    pub(super) async fn terminate(&mut self, pid: i32) -> Result<(), ScratchError> {
        sqlx::query("SELECT pg_terminate_backend($1, 2000)").bind(pid).execute(&mut self.connection).await?;
        Ok(())
    }

    /// The size of the database of this connection.
    pub(super) async fn size(&mut self) -> Result<i64, ScratchError> {
        let sql = "SELECT pg_database_size(current_database())";
        Ok(sqlx::query_scalar(sql).fetch_one(&mut self.connection).await?)
    }
}

/// An identifier, quoted.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
