//! The live stream of the tab: one connection, shared by every page.

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod stream;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
#[path = "live/stream_ssr.rs"]
mod stream;

use crate::error::UiResult;
use crate::frame::OfflineBanner;
use crate::server_fns::live::live_cursor;
use crate::ui::{Announcer, Clock, browser, relative};
use crate::wire::{Reading, parse, reading};
use chrono::{DateTime, Utc};
use domain::api::LiveEvent;
use leptos::prelude::*;

/// The stream, as a context.
#[derive(Clone, Copy)]
pub struct Live {
    readers: StoredValue<Vec<(u64, Callback<LiveEvent>)>>,
    next_reader: StoredValue<u64>,
    cursor: StoredValue<Option<String>>,
    connected: StoredValue<bool>,
    started: StoredValue<bool>,
    /// Since when nothing is heard; `None` while connected.
    lost_since: RwSignal<Option<DateTime<Utc>>>,
    begin: Reading<UiResult<Option<String>>>,
}

/// Provides the stream to the whole app. It connects when the first [`LiveBanner`] is shown, that is when somebody is signed in.
pub fn provide_live() -> Live {
    let live = Live {
        readers: StoredValue::new(Vec::new()),
        next_reader: StoredValue::new(0),
        cursor: StoredValue::new(None),
        connected: StoredValue::new(false),
        started: StoredValue::new(false),
        lost_since: RwSignal::new(None),
        begin: reading(|| (), |()| live_cursor()),
    };
    provide_context(live);
    live
}

impl Live {
    /// Calls `f` for every event for as long as the current owner lives.
    pub fn on_event(f: impl Fn(LiveEvent) + Send + Sync + 'static) {
        let Some(live) = use_context::<Self>() else { return };
        let id = live.next_reader.get_value();
        live.next_reader.set_value(id + 1);
        live.readers.update_value(|readers| readers.push((id, Callback::new(f))));
        on_cleanup(move || {
            live.readers.try_update_value(|readers| readers.retain(|(reader, _)| *reader != id));
        });
    }

    /// Where to go on from.
    pub fn cursor(&self) -> Option<String> {
        self.cursor.get_value()
    }

    fn opened(&self) {
        self.connected.set_value(true);
        if self.lost_since.with_untracked(Option::is_some) {
            self.lost_since.set(None);
        }
    }

    /// The last event that was sent, seen by this person or not.
    fn seen(&self, id: String) {
        if !id.is_empty() {
            self.cursor.set_value(Some(id));
        }
    }

    fn heard(&self, data: &str) {
        if let Ok(event) = parse::<LiveEvent>(data) {
            for (_, reader) in self.readers.get_value() {
                reader.run(event.clone());
            }
        }
    }

    /// Shows the banner one second later, unless the connection is back by then.
    fn lost(&self) {
        if !self.connected.get_value() && self.lost_since.with_untracked(Option::is_some) {
            return;
        }
        self.connected.set_value(false);
        let (live, at) = (*self, DateTime::from_timestamp_millis(browser::now_millis()));
        browser::after(1000, move || {
            if !live.connected.get_value() && live.lost_since.with_untracked(Option::is_none) {
                live.lost_since.set(at);
            }
        });
    }

    fn start_once(&self, since: Option<String>) {
        if !self.started.get_value() {
            self.started.set_value(true);
            self.cursor.set_value(since);
            stream::start(*self);
        }
    }
}

/// Says that the connection is lost and since when. It stands in the frame of every signed-in page.
#[component]
pub fn LiveBanner() -> impl IntoView {
    let live = use_context::<Live>();
    let clock = use_context::<Clock>();
    let announcer = Announcer::expect();
    Effect::new(move |_| {
        if let Some(live) = live
            && let Some(begin) = live.begin.get()
        {
            live.start_once(begin.ok().flatten());
        }
    });
    Effect::new(move |was_lost: Option<bool>| {
        let lost = live.is_some_and(|live| live.lost_since.get().is_some());
        if was_lost == Some(true) && !lost {
            announcer.say("Connected again. Everything is up to date.");
        }
        lost
    });
    let since = move || {
        let lost = live?.lost_since.get()?;
        Some(clock.map_or_else(String::new, |clock| relative(lost, clock.now.get().max(lost))))
    };
    view! { <OfflineBanner since=MaybeProp::derive(since) /> }
}
