//! What the window tells a drag.

use super::pointer::{end, is_lifted, is_pressed, is_touch, moved};
use leptos::{ev, prelude::*};
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{AddEventListenerOptions, Event};

thread_local! {
    static INSTALLED: Cell<bool> = const { Cell::new(false) };
}

/// The click that follows a drop must not open a link in the card.
pub(super) fn swallow_click() {
    let closure = Closure::<dyn Fn(Event)>::new(|event: Event| {
        event.prevent_default();
        event.stop_propagation();
    });
    let function = closure.as_ref().unchecked_ref::<js_sys::Function>().clone();
    let _ = window().add_event_listener_with_callback_and_bool("click", &function, true);
    set_timeout(
        move || {
            let _ = window().remove_event_listener_with_callback_and_bool("click", &function, true);
            drop(closure);
        },
        Duration::from_millis(60),
    );
}

/// Listens, once.
pub(super) fn install() {
    if INSTALLED.with(|i| i.replace(true)) {
        return;
    }
    let _ = window_event_listener(ev::pointermove, |event| moved(&event));
    let _ = window_event_listener(ev::pointerup, |event| end(true, Some(event.pointer_id())));
    let _ = window_event_listener(ev::pointercancel, |event| end(false, Some(event.pointer_id())));
    let _ = window_event_listener(ev::blur, |_| end(false, None));
    let _ = window_event_listener(ev::keydown, |event| {
        if event.key() == "Escape" && is_lifted() {
            event.prevent_default();
            end(false, None);
        }
    });
    let _ = window_event_listener(ev::dragstart, |event| {
        if is_pressed() {
            event.prevent_default();
        }
    });
    let _ = window_event_listener(ev::contextmenu, |event| {
        if is_touch() {
            event.prevent_default();
        }
    });
    // A lifted card takes the finger's movement; before that the page scrolls.
    let options = AddEventListenerOptions::new();
    options.set_passive(false);
    let hold = Closure::<dyn Fn(Event)>::new(|event: Event| {
        if is_lifted() && event.cancelable() {
            event.prevent_default();
        }
    });
    let target = window();
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
        "touchmove",
        hold.as_ref().unchecked_ref(),
        &options,
    );
    hold.forget();
}
