//! The one reader of the live events.

use domain::api::{Api, Cursor, LiveEvent};
use domain::{Actor, AppResult};
use std::sync::Arc;
use tokio::sync::{broadcast, watch};

/// Events that a slow stream may be behind before it has to read for itself.
const BACKLOG: usize = 1024;
/// Events read at once.
pub(super) const PAGE: u32 = 200;

/// An event with its position.
pub(super) type Positioned = Arc<(Cursor, LiveEvent)>;

/// Where streams get their events.
#[derive(Clone)]
pub struct Hub(broadcast::Sender<Positioned>);

impl Default for Hub {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

impl Hub {
    pub(super) fn subscribe(&self) -> broadcast::Receiver<Positioned> {
        self.0.subscribe()
    }

    /// Follows the events until the server stops; `signal` says when to look.
    pub async fn follow(
        self,
        api: Arc<dyn Api>,
        mut signal: watch::Receiver<u64>,
        mut stopping: watch::Receiver<bool>,
    ) {
        let mut cursor = None;
        while !*stopping.borrow() {
            if let Err(cause) = self.read_on(api.as_ref(), &mut cursor).await {
                // Streams stay silent until the database is back; the signal then makes this look again.
                tracing::debug!(%cause, "the live stream waits");
            }
            tokio::select! {
                alive = signal.changed() => if alive.is_err() { return },
                _ = stopping.changed() => {}
            }
        }
    }

    async fn read_on(&self, api: &dyn Api, cursor: &mut Option<Cursor>) -> AppResult<()> {
        let mut at = match *cursor {
            Some(at) => at,
            None => *cursor.insert(api.latest().await?),
        };
        loop {
            let (events, next) = api.events_since(&Actor::system(), at, PAGE).await?;
            for event in events {
                if let Ok(position) = event.id.parse() {
                    // Fails while no stream is open.
                    let _ = self.0.send(Arc::new((position, event)));
                }
            }
            if next == at {
                return Ok(());
            }
            at = next;
            *cursor = Some(at);
        }
    }
}
