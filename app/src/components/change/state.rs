//! What the page of one change knows: the change as last heard of, moves under way, what was just altered.

use super::news::difference;
use crate::error::UiError;
use crate::server_fns::changes::{ChangeView, get_change};
use crate::ui::{Announcer, Clock, browser};
use chrono::DateTime;
use domain::AppError;
use domain::api::{ChangeDetail, LiveEvent, StepView};
use domain::words::StepStatus;
use leptos::{prelude::*, task::spawn_local};
use std::collections::{BTreeMap, BTreeSet};

/// What the page asks the viewer for before it acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Evidence and notes, or a decision.
    Complete(String),
    /// Why the step is opened again.
    Reopen(String),
    /// Why the step does not apply.
    Skip(String),
    /// Nothing: shows the step.
    Show(String),
}

impl Ask {
    /// The step it is about.
    pub fn step(&self) -> &str {
        match self {
            Self::Complete(step) | Self::Reopen(step) | Self::Skip(step) | Self::Show(step) => step,
        }
    }
}

/// The page's state, a context.
#[derive(Clone, Copy)]
pub struct ChangeState {
    /// The change as last heard of.
    pub view: RwSignal<ChangeView>,
    /// Moves the server has not confirmed yet.
    pub moving: RwSignal<BTreeMap<String, StepStatus>>,
    /// Ids of elements that were just altered.
    pub altered: RwSignal<BTreeSet<String>>,
    /// Open question.
    pub ask: RwSignal<Option<Ask>>,
    reading: StoredValue<bool>,
    clock: Option<Clock>,
    /// Voice of the page.
    pub announcer: Announcer,
}

impl ChangeState {
    /// Begins with what the page was opened with, and provides itself.
    pub fn provide(view: ChangeView) -> Self {
        let state = Self {
            view: RwSignal::new(view),
            moving: RwSignal::new(BTreeMap::new()),
            altered: RwSignal::new(BTreeSet::new()),
            ask: RwSignal::new(None),
            reading: StoredValue::new(false),
            clock: use_context(),
            announcer: Announcer::expect(),
        };
        provide_context(state);
        state
    }

    /// The page's state; only below [`Self::provide`].
    pub fn expect() -> Self {
        expect_context()
    }

    /// `CHG-n`, which never changes.
    pub fn key(&self) -> String {
        self.view.with_untracked(|v| v.detail.change.key())
    }

    /// A part of the change; followers run only when that part changes.
    pub fn part<T: Clone + PartialEq + Send + Sync + 'static>(
        &self,
        f: impl Fn(&ChangeDetail) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let view = self.view;
        Memo::new(move |_| view.with(|v| f(&v.detail)))
    }

    /// One step.
    pub fn step(&self, id: &str) -> Memo<Option<StepView>> {
        let id = id.to_owned();
        self.part(move |d| d.steps.iter().find(|s| s.step.id == id).cloned())
    }

    /// One step as it is now, without following it.
    pub fn step_now(&self, id: &str) -> Option<StepView> {
        self.view.with_untracked(|v| v.detail.steps.iter().find(|s| s.step.id == id).cloned())
    }

    /// Column of a step, with moves under way.
    pub fn status(&self, step: &StepView) -> StepStatus {
        self.moving.with(|m| m.get(&step.step.id).copied()).unwrap_or(step.status)
    }

    /// Whether an element was just altered.
    pub fn is_altered(&self, id: &str) -> bool {
        self.altered.with(|a| a.contains(id))
    }

    /// Takes over what the server says, unless something newer is here; says what moved and highlights it.
    pub fn accept(&self, new: ChangeView) {
        let Some((altered, said)) = self.view.try_with_untracked(|old| difference(&old.detail, &new.detail)).flatten()
        else {
            return;
        };
        // What happened now is not ahead of a clock that ticks every half minute.
        if let (Some(clock), Some(now)) = (self.clock, DateTime::from_timestamp_millis(browser::now_millis())) {
            clock.now.set(now);
        }
        self.view.set(new);
        if !said.is_empty() {
            self.announcer.say(said.join(" "));
        }
        self.highlight(altered);
    }

    /// Highlights elements for a moment.
    pub fn highlight(&self, ids: BTreeSet<String>) {
        if ids.is_empty() {
            return;
        }
        self.altered.update(|a| a.extend(ids.iter().cloned()));
        let altered = self.altered;
        browser::after(2500, move || {
            altered.try_update(|a| a.retain(|id| !ids.contains(id)));
        });
    }

    /// Brings a card into view, gives it the focus and highlights it.
    pub fn show_card(&self, step: &str) {
        let id = format!("card-{step}");
        self.highlight(BTreeSet::from([id.clone()]));
        browser::after_paint(move || {
            browser::focus(&id);
            browser::scroll_into_view(&id);
        });
    }

    /// Reads the change again soon, once for many events.
    pub fn heard(&self, event: &LiveEvent, busy: impl Fn() -> bool + Send + Sync + Copy + 'static) {
        let news = self.view.try_with_untracked(|v| {
            event.change_id == Some(v.detail.change.id)
                && event.version.is_none_or(|version| version > v.detail.change.version)
        });
        if news == Some(true) && !self.reading.get_value() {
            self.reading.set_value(true);
            self.read_soon(busy);
        }
    }

    fn read_soon(&self, busy: impl Fn() -> bool + Send + Sync + Copy + 'static) {
        let state = *self;
        browser::after(120, move || {
            if busy() {
                return state.read_soon(busy);
            }
            if state.reading.try_set_value(false).is_some() {
                return;
            }
            let key = state.key();
            spawn_local(async move {
                match get_change(key).await {
                    Ok(view) => state.accept(view),
                    // The line is down: what was heard is read when it is back.
                    Err(UiError(AppError::Unavailable(_))) => browser::after(1000, move || state.read_soon(busy)),
                    Err(_) => {}
                }
            });
        });
    }
}
