//! The live stream.

use super::Engine;
use super::visible::visible;
use crate::error::app;
use async_trait::async_trait;
use domain::api::{Cursor, Events, LiveEvent};
use domain::{Actor, AppResult};
use std::future::Future;
use store::events::{self, EventSignal};

#[async_trait]
impl Events for Engine {
    async fn events_since(&self, actor: &Actor, since: Cursor, limit: u32) -> AppResult<(Vec<LiveEvent>, Cursor)> {
        let keys = visible(actor, None)?;
        let mut conn = self.store.connection().await.map_err(app)?;
        events::since(&mut conn, since, keys.as_deref(), i64::from(limit.clamp(1, 1000))).await.map_err(app)
    }

    async fn latest(&self) -> AppResult<Cursor> {
        let mut conn = self.store.connection().await.map_err(app)?;
        events::latest(&mut conn).await.map_err(app)
    }
}

impl Engine {
    /// A signal that changes whenever there may be new events, and the future that drives it; spawn that once a process.
    pub fn listen(&self) -> (EventSignal, impl Future<Output = ()> + Send + 'static) {
        events::listen(&self.store)
    }
}
