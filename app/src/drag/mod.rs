//! Moving cards among columns by mouse, touch, pen and keyboard. Knows no domain: cards and columns are ids, a rule says
//! what a move would do or why it may not be done.
//!
//! Markup: a card is an element with `data-card="id"` alone in its slot; a column carries `data-column="id"`; what scrolls
//! sideways carries `data-drag-scroll`. Buttons, fields and menus in a card never begin a drag.

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod listeners;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod pointer;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
#[path = "pointer_ssr.rs"]
mod pointer;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod scroll;

use crate::ui::Announcer;
use leptos::{ev, prelude::*};

/// What a move would mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The card is there already.
    Here,
    /// It may; in words what happens: "Starts the step".
    Yes(String),
    /// It may not; why.
    No(String),
}

/// How a column looks while a card is lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// No card is lifted, or it came from here.
    Idle,
    /// The card may be dropped; what happens; the pointer is over it.
    Open(String, bool),
    /// It may not; why; the pointer is over it.
    Shut(String, bool),
}

/// A board on which cards move: a handle to share.
#[derive(Clone, Copy)]
pub struct DragBoard {
    /// The lifted card.
    pub lifted: RwSignal<Option<String>>,
    over: RwSignal<Option<String>>,
    keyboard: RwSignal<bool>,
    columns: StoredValue<Vec<(String, String)>>,
    rule: Callback<(String, String), Verdict>,
    dropped: Callback<(String, String)>,
    announcer: Announcer,
}

impl DragBoard {
    /// A board with columns (id and name, in order), the rule for (card, column), and what a permitted drop does.
    pub fn new(
        columns: Vec<(String, String)>,
        rule: Callback<(String, String), Verdict>,
        dropped: Callback<(String, String)>,
    ) -> Self {
        Self {
            lifted: RwSignal::new(None),
            over: RwSignal::new(None),
            keyboard: RwSignal::new(false),
            columns: StoredValue::new(columns),
            rule,
            dropped,
            announcer: Announcer::expect(),
        }
    }

    /// How the column looks now.
    pub fn target(&self, column: &str) -> Target {
        let Some(card) = self.lifted.get() else { return Target::Idle };
        let over = self.over.with(|over| over.as_deref() == Some(column));
        match self.rule.run((card, column.to_owned())) {
            Verdict::Here => Target::Idle,
            Verdict::Yes(what) => Target::Open(what, over),
            Verdict::No(why) => Target::Shut(why, over),
        }
    }

    /// What moving the card there would mean, for a menu.
    pub fn verdict(&self, card: &str, column: &str) -> Verdict {
        self.rule.run((card.to_owned(), column.to_owned()))
    }

    /// Whether this card is lifted.
    pub fn is_lifted(&self, card: &str) -> bool {
        self.lifted.with(|lifted| lifted.as_deref() == Some(card))
    }

    /// Begins to watch a pointer that went down on a card.
    pub fn press(&self, event: &ev::PointerEvent, card: &str) {
        pointer::press(*self, event, card);
    }

    /// Carries out a move chosen from a menu.
    pub fn choose(&self, card: &str, column: &str) {
        match self.verdict(card, column) {
            Verdict::Here => {}
            Verdict::Yes(_) => self.dropped.run((card.to_owned(), column.to_owned())),
            Verdict::No(why) => self.announcer.toast(crate::ui::Tone::Warning, why),
        }
    }

    /// Space lifts and drops, arrows choose the column, Escape restores. Only while the card itself has the focus.
    pub fn key(&self, event: &ev::KeyboardEvent, card: &str, name: &str) {
        if event.target() != event.current_target() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let lifted = self.keyboard.get_untracked() && self.lifted.with_untracked(|l| l.as_deref() == Some(card));
        match (event.key().as_str(), lifted) {
            (" ", false) => {
                self.lift(card, true);
                self.announcer.say(format!("{name} lifted. Arrow keys choose a column, Space drops, Escape restores."));
            }
            (" " | "Enter", true) => self.settle(true),
            ("Escape", true) => {
                self.settle(false);
                self.announcer.say(format!("{name} is back where it was."));
            }
            ("ArrowRight" | "ArrowDown", true) => self.step(card, 1),
            ("ArrowLeft" | "ArrowUp", true) => self.step(card, -1),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    /// Puts a card lifted by keyboard back when the focus leaves it.
    pub fn left(&self, card: &str) {
        if self.keyboard.get_untracked() && self.lifted.with_untracked(|l| l.as_deref() == Some(card)) {
            self.settle(false);
        }
    }

    fn lift(&self, card: &str, keyboard: bool) {
        let home = self.columns.with_value(|columns| {
            columns
                .iter()
                .map(|(id, _)| id.clone())
                .find(|id| self.rule.run((card.to_owned(), id.clone())) == Verdict::Here)
        });
        self.over.set(home);
        self.keyboard.set(keyboard);
        self.lifted.set(Some(card.to_owned()));
    }

    fn hover(&self, column: Option<String>) {
        if self.over.with_untracked(|over| *over != column) {
            self.over.set(column);
        }
    }

    fn step(&self, card: &str, by: isize) {
        let columns = self.columns.get_value();
        let at =
            self.over.with_untracked(|over| columns.iter().position(|(id, _)| Some(id) == over.as_ref())).unwrap_or(0);
        let Some((id, name)) = at.checked_add_signed(by).and_then(|i| columns.get(i)) else { return };
        self.over.set(Some(id.clone()));
        pointer::show_column(id);
        self.announcer.say(match self.verdict(card, id) {
            Verdict::Here => format!("{name}: it is here now."),
            Verdict::Yes(what) => format!("{name}. {what}."),
            Verdict::No(why) => format!("{name}: not possible. {why}"),
        });
    }

    fn settle(&self, keep: bool) {
        let (card, column) = (self.lifted.get_untracked(), self.over.get_untracked());
        self.lifted.set(None);
        self.over.set(None);
        self.keyboard.set(false);
        if keep && let (Some(card), Some(column)) = (card, column) {
            self.choose(&card, &column);
        }
    }
}
