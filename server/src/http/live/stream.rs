//! One open stream.

use super::hub::{PAGE, Positioned};
use crate::http::client::Client;
use crate::http::extract::Params;
use crate::http::problem::{ApiError, ApiResult};
use crate::http::state::HttpState;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::access::{Action, may};
use domain::api::{Cursor, LiveEvent};
use domain::{Actor, AppError};
use futures::Stream;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// A `ping` is sent this often, so that proxies keep the connection and clients notice a dead one.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Rights are read again this often.
const RECHECK: Duration = Duration::from_secs(10);
/// A browser reconnects after this time.
const RECONNECT: Duration = Duration::from_secs(2);

/// Events the actor may see, as they happen. `Last-Event-ID` or `?since=` goes on where an earlier stream ended.
///
/// # Errors
/// `Unauthenticated`; `Invalid` for a cursor that is none; `Unavailable`.
#[utoipa::path(
    get, path = "/api/events", tag = "events", operation_id = "followEvents",
    params(
        ("since" = Option<String>, Query, description = "Id of the last event that was seen"),
        ("Last-Event-ID" = Option<String>, Header, description = "The same, as browsers send it"),
    ),
    responses((status = 200, description = "A stream of `LiveEvent`s; each event's id is a cursor. Every 15 seconds without one an event named `ping` shows that the line is alive", content_type = "text/event-stream", body = LiveEvent))
)]
pub async fn events(
    State(state): State<HttpState>,
    client: Client,
    mut params: Params,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let since = params.one("since");
    params.finish()?;
    if client.actor.is_anonymous() {
        return Err(AppError::Unauthenticated.into());
    }
    let last = headers.get("last-event-id").map(|v| v.to_str().unwrap_or("?").to_owned()).filter(|v| !v.is_empty());
    // Subscribed before the position is read: nothing falls between.
    let receiver = state.hub.subscribe();
    let cursor: Cursor = match last.or(since) {
        Some(text) => text.parse()?,
        None => state.api.latest().await?,
    };
    let mut recheck = interval_at(Instant::now() + RECHECK, RECHECK);
    recheck.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let begin = ping("connected").id(cursor.to_string()).retry(RECONNECT);
    let actor = client.actor.clone();
    let reading =
        Reading { state, client, actor, receiver, cursor, behind: true, ready: VecDeque::from([begin]), recheck };
    let mut response = Sse::new(stream(reading))
        .keep_alive(KeepAlive::new().interval(HEARTBEAT).event(ping("still here")))
        .into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// Not an event of the product: the line is alive.
fn ping(word: &str) -> Event {
    Event::default().event("ping").data(word)
}

struct Reading {
    state: HttpState,
    client: Client,
    actor: Actor,
    receiver: Receiver<Positioned>,
    cursor: Cursor,
    /// Has to read from the database before it can listen to the hub.
    behind: bool,
    ready: VecDeque<Event>,
    recheck: Interval,
}

fn stream(reading: Reading) -> impl Stream<Item = Result<Event, Infallible>> {
    futures::stream::unfold(
        reading,
        |mut reading| async move { reading.next().await.map(|event| (Ok(event), reading)) },
    )
}

impl Reading {
    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if *self.state.stopping.borrow() {
                return None;
            }
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            if self.behind {
                self.catch_up().await.ok()?;
            } else {
                self.listen().await?;
            }
        }
    }

    async fn catch_up(&mut self) -> Result<(), ApiError> {
        let (events, next) = self.state.api.events_since(&self.actor, self.cursor, PAGE).await?;
        self.behind = next != self.cursor;
        self.cursor = next;
        self.ready.extend(events.iter().filter_map(event));
        Ok(())
    }

    async fn listen(&mut self) -> Option<()> {
        tokio::select! {
            heard = self.receiver.recv() => match heard {
                Ok(positioned) => {
                    let (position, live) = positioned.as_ref();
                    if *position > self.cursor {
                        self.cursor = *position;
                        if may(&self.actor, Action::View, &live.project).is_ok() {
                            self.ready.extend(event(live));
                        }
                    }
                }
                Err(RecvError::Lagged(_)) => self.behind = true,
                Err(RecvError::Closed) => return None,
            },
            _ = self.recheck.tick() => match self.client.refresh(&self.state).await {
                Ok(actor) => self.actor = actor,
                // Rights that cannot be read now are read again next time.
                Err(AppError::Unavailable(_)) => {}
                Err(_) => return None,
            },
            _ = self.state.stopping.changed() => return None,
        }
        Some(())
    }
}

fn event(live: &LiveEvent) -> Option<Event> {
    Event::default().id(live.id.clone()).json_data(live).ok()
}
