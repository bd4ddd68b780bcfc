//! One `EventSource`, opened again from the last event with growing pauses of at most five seconds.

use super::Live;
use leptos::{ev, prelude::*};
use std::cell::RefCell;
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

struct Connection {
    source: EventSource,
    _opened: Closure<dyn FnMut(Event)>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(Event)>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}

thread_local! {
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
    static ATTEMPT: RefCell<u32> = const { RefCell::new(0) };
}

/// Connects, and connects again for as long as the tab lives.
pub fn start(live: Live) {
    open(live);
    let _ = window_event_listener(ev::offline, move |_| {
        CONNECTION.with(|c| c.borrow_mut().take());
        live.lost();
    });
    let _ = window_event_listener(ev::online, move |_| open(live));
}

fn open(live: Live) {
    let url = match live.cursor() {
        Some(cursor) => format!("/api/events?since={cursor}"),
        None => "/api/events".to_owned(),
    };
    let Ok(source) = EventSource::new(&url) else { return retry(live) };
    let opened = Closure::<dyn FnMut(Event)>::new(move |_| {
        ATTEMPT.with(|a| *a.borrow_mut() = 0);
        live.opened();
    });
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(data) = event.data().as_string() {
            live.heard(event.last_event_id(), &data);
        }
    });
    let failing = source.clone();
    let failed = Closure::<dyn FnMut(Event)>::new(move |_| {
        failing.close();
        live.lost();
        retry(live);
    });
    source.set_onopen(Some(opened.as_ref().unchecked_ref()));
    source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    source.set_onerror(Some(failed.as_ref().unchecked_ref()));
    let connection = Connection { source, _opened: opened, _heard: heard, _failed: failed };
    CONNECTION.with(|c| c.borrow_mut().replace(connection));
}

fn retry(live: Live) {
    let attempt = ATTEMPT.with(|a| {
        let mut a = a.borrow_mut();
        *a = a.saturating_add(1);
        *a
    });
    let pause = 500u64.saturating_mul(1 << attempt.min(5).saturating_sub(1)).min(5000);
    set_timeout(move || open(live), Duration::from_millis(pause));
}
