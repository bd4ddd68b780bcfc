//! A store on a database known by its URL.

use crate::{Store, StoreResult};
use sqlx::postgres::PgPoolOptions;

impl Store {
    /// Connects, with at most so many connections at a time.
    ///
    /// # Errors
    /// The URL cannot be read; `Unavailable` where the database does not answer.
    pub async fn connect(url: &str, connections: u32) -> StoreResult<Self> {
        Ok(Self::new(PgPoolOptions::new().max_connections(connections).connect(url).await?))
    }

    /// Gives all connections back.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
