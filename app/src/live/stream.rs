//! One `EventSource`, read for as long as the tab lives. The browser itself connects again, from the last event; what it
//! gives up, or what stays silent, is opened anew with growing pauses of at most five seconds.

use super::Live;
use crate::ui::browser;
use futures::channel::oneshot;
use futures::future::{Either, select};
use futures::stream::{StreamExt, select as merge};
use gloo_net::eventsource::State;
use gloo_net::eventsource::futures::{EventSource, EventSourceSubscription};
use leptos::task::spawn_local;

/// Events, and what the server sends in between to be heard.
const KINDS: (&str, &str) = ("message", "ping");
/// The server is heard every fifteen seconds; after two and a half times that the line is dead, whatever the browser says.
const SILENCE: i64 = 38_000;
/// How long the browser may try by itself.
const PATIENCE: i64 = 6_000;
/// Milliseconds between two looks at the connection.
const LOOK: u32 = 500;

/// Connects, and connects again for as long as the tab lives.
pub fn start(live: Live) {
    spawn_local(async move {
        let mut failures = 0u32;
        loop {
            failures = if read(live).await { 0 } else { failures.saturating_add(1) };
            live.lost();
            pause((500 << failures.min(4)).min(5000)).await;
        }
    });
}

/// Reads one connection to its end; true where anything was heard on it.
async fn read(live: Live) -> bool {
    let url = match live.cursor() {
        Some(cursor) => format!("/api/events?since={cursor}"),
        None => "/api/events".to_owned(),
    };
    let Some((source, events, pings)) = open(&url) else { return false };
    let mut all = merge(events, pings);
    let (mut heard, mut last) = (false, browser::now_millis());
    let mut look = Box::pin(pause(LOOK));
    loop {
        match select(all.next(), look).await {
            Either::Left((Some(Ok((kind, event))), waiting)) => {
                (heard, last, look) = (true, browser::now_millis(), waiting);
                live.opened();
                live.seen(event.last_event_id());
                if kind == KINDS.0
                    && let Some(data) = event.data().as_string()
                {
                    live.heard(&data);
                }
            }
            Either::Left(_) => return heard,
            Either::Right(_) => {
                let silent = browser::now_millis() - last;
                let open = source.state() == State::Open;
                if !open {
                    live.lost();
                }
                if silent > if open { SILENCE } else { PATIENCE } {
                    return heard;
                }
                look = Box::pin(pause(LOOK));
            }
        }
    }
}

type Opened = (EventSource, EventSourceSubscription, EventSourceSubscription);

fn open(url: &str) -> Option<Opened> {
    let mut source = EventSource::new(url).ok()?;
    let (events, pings) = (source.subscribe(KINDS.0).ok()?, source.subscribe(KINDS.1).ok()?);
    Some((source, events, pings))
}

async fn pause(millis: u32) {
    let (done, waited) = oneshot::channel();
    browser::after(millis, move || {
        let _ = done.send(());
    });
    let _ = waited.await;
}
