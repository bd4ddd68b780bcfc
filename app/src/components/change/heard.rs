//! What was heard since the page began to read: a part that is shown only later has missed nothing.

use super::state::ChangeState;
use crate::error::{UiError, UiResult};
use crate::live::Live;
use crate::ui::browser;
use domain::AppError;
use domain::api::LiveEvent;
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;
use std::future::Future;
use uuid::Uuid;

/// The newest event of each kind, a context of the page.
#[derive(Clone, Copy)]
pub struct Heard(StoredValue<BTreeMap<(Option<Uuid>, String), LiveEvent>>);

impl Heard {
    /// Begins to listen, and provides itself. It comes before the readings: what happens while they are under way is
    /// in none of them for sure.
    pub fn begin() {
        let heard = Self(StoredValue::new(BTreeMap::new()));
        Live::on_event(move |event| {
            heard.0.try_update_value(|all| all.insert((event.change_id, event.action.clone()), event));
        });
        provide_context(heard);
    }

    /// Calls `f` for what was heard since, and for everything from now on, for as long as the current owner lives.
    pub fn follow(f: impl Fn(LiveEvent) + Send + Sync + 'static) {
        let since = use_context::<Self>().and_then(|heard| heard.0.try_get_value()).unwrap_or_default();
        since.into_values().for_each(&f);
        Live::on_event(f);
    }
}

/// Calls `read` with the change's key soon after an event `of` an action was heard of it, once for many, and hands the
/// answer to `take`.
pub fn on_news<T: 'static, F: Future<Output = UiResult<T>> + 'static>(
    of: impl Fn(&str) -> bool + Send + Sync + 'static,
    read: impl Fn(String) -> F + Send + Sync + Copy + 'static,
    take: impl Fn(T) + Send + Sync + Copy + 'static,
) {
    let change = ChangeState::expect();
    let reader = Reader { change, asked: StoredValue::new(false), going: StoredValue::new(false), read, take };
    Heard::follow(move |event| {
        let mine = change.view.try_with_untracked(|v| event.change_id == Some(v.detail.change.id)) == Some(true);
        if mine && of(&event.action) {
            reader.ask(200);
        }
    });
}

#[derive(Clone, Copy)]
struct Reader<R, T> {
    change: ChangeState,
    /// A reading will begin.
    asked: StoredValue<bool>,
    /// One is under way. The next waits for it: answers can overtake each other.
    going: StoredValue<bool>,
    read: R,
    take: T,
}

impl<R: Copy + 'static, T: Copy + 'static> Reader<R, T> {
    fn ask<V: 'static, F: Future<Output = UiResult<V>> + 'static>(self, millis: u32)
    where
        R: Fn(String) -> F,
        T: Fn(V),
    {
        if self.asked.try_get_value() == Some(false) {
            self.asked.set_value(true);
            self.soon(millis);
        }
    }

    fn soon<V: 'static, F: Future<Output = UiResult<V>> + 'static>(self, millis: u32)
    where
        R: Fn(String) -> F,
        T: Fn(V),
    {
        browser::after(millis, move || match self.going.try_get_value() {
            None => {}
            Some(true) => self.soon(millis),
            Some(false) => {
                self.asked.set_value(false);
                self.going.set_value(true);
                spawn_local(async move {
                    let answer = (self.read)(self.change.key()).await;
                    if self.going.try_set_value(false).is_some() {
                        return;
                    }
                    match answer {
                        Ok(new) => (self.take)(new),
                        // The line is down: what was heard is read when it is back.
                        Err(UiError(AppError::Unavailable(_))) => self.ask(1000),
                        Err(_) => {}
                    }
                });
            }
        });
    }
}
