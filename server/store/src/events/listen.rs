//! Waking the readers of the stream.

use crate::{Store, StoreResult};
use sqlx::postgres::PgListener;
use std::{future::Future, pin::pin, time::Duration};
use tokio::sync::watch;
use tokio::time::sleep;

/// Changes its value when there may be something to read. Every reader has its own clone and calls `changed()`.
pub type EventSignal = watch::Receiver<u64>;

/// Fallback, and pause before a lost connection is made again.
const TICK: Duration = Duration::from_secs(1);
/// What was just told of stays unreadable while an older transaction runs: look again soon.
const AGAIN: [Duration; 3] = [Duration::from_millis(20), Duration::from_millis(80), Duration::from_millis(250)];

/// The signal, and the future that drives it: spawn it once a process. It ends when the last signal is dropped.
/// It never fails: without a connection it ticks, and tries again.
pub fn listen(store: &Store) -> (EventSignal, impl Future<Output = ()> + Send + 'static) {
    let (send, signal) = watch::channel(0_u64);
    let store = store.clone();
    let drive = async move {
        while fire(&send) {
            if let Err(cause) = follow(&store, &send).await {
                tracing::warn!(%cause, "the live stream's connection is lost; trying again");
            }
            sleep(TICK).await;
        }
    };
    (signal, drive)
}

/// False where nobody listens any more.
fn fire(send: &watch::Sender<u64>) -> bool {
    send.send_modify(|n| *n = n.wrapping_add(1));
    !send.is_closed()
}

async fn follow(store: &Store, send: &watch::Sender<u64>) -> StoreResult<()> {
    let mut listener = PgListener::connect_with(&store.pool).await?;
    listener.listen("change_mgmt_events").await?;
    let mut again = AGAIN.iter();
    loop {
        // Not dropped while it waits: half a message read would be lost.
        let mut told = pin!(listener.try_recv());
        loop {
            let pause = again.next().copied().unwrap_or(TICK);
            tokio::select! {
                notification = &mut told => match notification? {
                    Some(_) => break,
                    // Lost, and with it whatever was told meanwhile: the caller connects anew.
                    None => return Ok(()),
                },
                () = sleep(pause) => if !fire(send) { return Ok(()) },
            }
        }
        if !fire(send) {
            return Ok(());
        }
        again = AGAIN.iter();
    }
}
