//! The pointer's part: when a press becomes a lift, how the card follows, what scrolls, where it is dropped.
//!
//! A mouse or pen lifts after 5 px, a finger after 250 ms without moving, so that swiping still scrolls. Position is set
//! through the CSSOM, which the content security policy allows.

use super::DragBoard;
use super::{listeners, scroll};
use leptos::{ev, prelude::*};
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

const LONG_PRESS: Duration = Duration::from_millis(250);
const SLACK: f64 = 5.0;
const FINGER_SLACK: f64 = 10.0;

struct Gesture {
    board: DragBoard,
    card: String,
    pointer: i32,
    touch: bool,
    start: (f64, f64),
    at: (f64, f64),
    element: HtmlElement,
    slot: Option<HtmlElement>,
    lifted: bool,
}

thread_local! {
    static GESTURE: RefCell<Option<Gesture>> = const { RefCell::new(None) };
    static SERIAL: Cell<u32> = const { Cell::new(0) };
}

/// See [`DragBoard::press`].
pub fn press(board: DragBoard, event: &ev::PointerEvent, card: &str) {
    let on_control = event
        .target()
        .and_then(|t| t.dyn_into::<Element>().ok())
        .is_some_and(|t| t.closest("button, summary, input, select, textarea, [data-menu]").ok().flatten().is_some());
    let busy = GESTURE.with(|g| g.borrow().is_some());
    if on_control || busy || event.button() != 0 || !event.is_primary() {
        return;
    }
    let Some(element) = event.current_target().and_then(|t| t.dyn_into::<HtmlElement>().ok()) else { return };
    listeners::install();
    let touch = event.pointer_type() == "touch";
    let start = (f64::from(event.client_x()), f64::from(event.client_y()));
    let slot = element.parent_element().and_then(|e| e.dyn_into::<HtmlElement>().ok());
    let gesture = Gesture {
        board,
        card: card.to_owned(),
        pointer: event.pointer_id(),
        touch,
        start,
        at: start,
        element,
        slot,
        lifted: false,
    };
    GESTURE.with(|g| g.replace(Some(gesture)));
    let serial = SERIAL.with(|s| {
        s.set(s.get().wrapping_add(1));
        s.get()
    });
    if touch {
        set_timeout(
            move || {
                if SERIAL.with(Cell::get) == serial {
                    lift();
                }
            },
            LONG_PRESS,
        );
    }
}

/// Brings a column into view.
pub fn show_column(column: &str) {
    let found = document().query_selector(&format!("[data-column='{column}']")).ok().flatten();
    if let Some(found) = found {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        found.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn set(element: &HtmlElement, name: &str, value: &str) {
    let _ = element.style().set_property(name, value);
}

fn lift() {
    let lifted = GESTURE.with(|g| {
        let mut g = g.borrow_mut();
        let g = g.as_mut().filter(|g| !g.lifted)?;
        g.lifted = true;
        let rect = g.element.get_bounding_client_rect();
        if let Some(slot) = &g.slot {
            set(slot, "height", &format!("{}px", rect.height()));
        }
        for (name, value) in [("left", rect.left()), ("top", rect.top()), ("width", rect.width())] {
            set(&g.element, name, &format!("{value}px"));
        }
        for (name, value) in [("position", "fixed"), ("z-index", "60"), ("pointer-events", "none"), ("margin", "0")] {
            set(&g.element, name, value);
        }
        Some((g.board, g.card.clone()))
    });
    if let Some((board, card)) = lifted {
        board.lift(&card, false);
        follow();
        frame();
    }
}

/// Moves the card to the pointer and finds the column under it.
fn follow() {
    let found = GESTURE.with(|g| {
        let g = g.borrow();
        let g = g.as_ref().filter(|g| g.lifted)?;
        let (dx, dy) = (g.at.0 - g.start.0, g.at.1 - g.start.1);
        set(&g.element, "transform", &format!("translate({dx}px, {dy}px) rotate(1deg)"));
        let under = document().element_from_point(g.at.0 as f32, g.at.1 as f32);
        let column =
            under.and_then(|e| e.closest("[data-column]").ok().flatten()).and_then(|e| e.get_attribute("data-column"));
        Some((g.board, column))
    });
    if let Some((board, column)) = found {
        board.hover(column);
    }
}

/// Scrolls at the edges for as long as a card is lifted.
fn frame() {
    let at = GESTURE.with(|g| g.borrow().as_ref().filter(|g| g.lifted).map(|g| g.at));
    if let Some(at) = at {
        if scroll::at_edges(at) {
            follow();
        }
        request_animation_frame(frame);
    }
}

/// A pointer moved.
pub(super) fn moved(event: &ev::PointerEvent) {
    let begin = GESTURE.with(|g| {
        let mut slot = g.borrow_mut();
        let Some(g) = slot.as_mut().filter(|g| g.pointer == event.pointer_id()) else { return false };
        g.at = (f64::from(event.client_x()), f64::from(event.client_y()));
        let far = (g.at.0 - g.start.0).hypot(g.at.1 - g.start.1);
        if g.touch && !g.lifted && far > FINGER_SLACK {
            *slot = None;
            return false;
        }
        !g.lifted && !g.touch && far > SLACK
    });
    if begin {
        lift();
    }
    follow();
}

/// The pointer went up, or the gesture was broken off.
pub(super) fn end(keep: bool, pointer: Option<i32>) {
    let ended = GESTURE.with(|g| {
        let mut slot = g.borrow_mut();
        slot.take_if(|g| pointer.is_none_or(|p| p == g.pointer))
    });
    let Some(g) = ended.filter(|g| g.lifted) else { return };
    for name in ["left", "top", "width", "position", "z-index", "pointer-events", "margin", "transform"] {
        let _ = g.element.style().remove_property(name);
    }
    if let Some(slot) = &g.slot {
        let _ = slot.style().remove_property("height");
    }
    listeners::swallow_click();
    // After this event: a dialog that opened during it would take it for a press outside and close.
    set_timeout(move || g.board.settle(keep), Duration::ZERO);
}

/// Whether a card is lifted.
pub(super) fn is_lifted() -> bool {
    GESTURE.with(|g| g.borrow().as_ref().is_some_and(|g| g.lifted))
}

/// Whether a finger is on a card.
pub(super) fn is_touch() -> bool {
    GESTURE.with(|g| g.borrow().as_ref().is_some_and(|g| g.touch))
}

/// Whether anything is on a card.
pub(super) fn is_pressed() -> bool {
    GESTURE.with(|g| g.borrow().is_some())
}
