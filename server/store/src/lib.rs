//! All SQL of the product, and the cluster it runs on.

pub mod admins;
pub mod audit;
pub mod backup;
pub mod baseline;
pub mod changes;
pub mod cluster;
mod connect;
pub mod documents;
mod error;
pub mod events;
pub mod links;
pub mod maintenance;
pub mod projects;
pub mod sample;
pub mod scratch;
pub mod serving;
pub mod sessions;
pub mod statistics;
pub mod throttle;
pub mod tokens;
pub mod users;
pub mod validation;

pub use error::{StoreError, StoreResult};

use sqlx::PgPool;

/// Migrations of the product's own database, applied at start-up.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// A transaction.
pub type Tx = sqlx::Transaction<'static, sqlx::Postgres>;

/// Makes everything in the transaction durable and visible.
///
/// # Errors
/// Those of the database.
pub async fn commit(tx: Tx) -> StoreResult<()> {
    Ok(tx.commit().await?)
}

/// Handle on the database; cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pool: PgPool,
}

impl Store {
    /// On an open pool.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
    /// The pool, for wiring and tests.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }
    /// Begins a transaction; dropped without [`commit`], it leaves nothing behind.
    ///
    /// # Errors
    /// `Unavailable` where no connection can be had.
    pub async fn begin(&self) -> StoreResult<Tx> {
        Ok(self.pool.begin().await?)
    }
    /// A connection for reading.
    ///
    /// # Errors
    /// `Unavailable` where none can be had.
    pub async fn connection(&self) -> StoreResult<sqlx::pool::PoolConnection<sqlx::Postgres>> {
        Ok(self.pool.acquire().await?)
    }
    /// Whether it takes writes; a standby and a database that was made read-only do not.
    ///
    /// # Errors
    /// `Unavailable` where it does not answer.
    pub async fn takes_writes(&self) -> StoreResult<bool> {
        Ok(sqlx::query_scalar!(
            r#"SELECT NOT (pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean) AS "yes!""#
        )
        .fetch_one(&self.pool)
        .await?)
    }
    /// Brings the schema up to date.
    ///
    /// # Errors
    /// `Internal` where a migration fails; `Unavailable` where the database does not answer.
    pub async fn migrate(&self) -> StoreResult<()> {
        MIGRATOR.run(&self.pool).await.map_err(|e| match e {
            sqlx::migrate::MigrateError::Execute(e) => e.into(),
            other => StoreError::Internal(format!("migration: {other}")),
        })
    }
}
