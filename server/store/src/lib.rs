//! All SQL of the product, and the cluster it runs on.

pub mod audit;
pub mod cluster;
mod error;
pub mod events;
pub mod projects;

pub use error::{StoreError, StoreResult};

use sqlx::PgPool;

/// Migrations of the product's own database, applied at start-up.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

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
