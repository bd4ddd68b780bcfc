//! The shortcuts of every page.

use super::{HELP, ID, INPUT};
use crate::ui::browser;
use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::web_sys::Element;

/// Listens until the frame goes: Ctrl or ⌘ and K opens the palette; `/` goes to the search, `c` to a new change, but
/// not while something is typed into a field or a dialog is open; `?` lists them all. Ctrl or ⌘ and Enter sends the form
/// of the field that is typed into.
pub fn install(go: Callback<String>, may_create: bool) {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| pressed(&event, go, may_create));
        on_cleanup(move || handle.remove());
    });
}

fn pressed(event: &KeyboardEvent, go: Callback<String>, may_create: bool) {
    let command = event.ctrl_key() || event.meta_key();
    let key = event.key().to_lowercase();
    if command && key == "k" {
        event.prevent_default();
        browser::open_dialog(ID);
        browser::focus(INPUT);
        return;
    }
    if command && key == "enter" {
        if !event.default_prevented() && browser::send_form() {
            event.prevent_default();
        }
        return;
    }
    if command || event.alt_key() || event.default_prevented() || writes(event) {
        return;
    }
    match key.as_str() {
        "c" if may_create => go.run("/changes/new".to_owned()),
        "?" => browser::open_dialog(HELP),
        "/" => browser::focus("global-search"),
        _ => return,
    }
    event.prevent_default();
}

/// True while the key belongs to a field or a dialog.
fn writes(event: &KeyboardEvent) -> bool {
    let target: Element = event_target(event);
    target.closest("input, textarea, select, dialog, [contenteditable], [role=application]").ok().flatten().is_some()
}
