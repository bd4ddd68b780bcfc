//! What only a browser can do. `browser_ssr` is its twin on the server: the same signatures, nothing happens.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

fn by_id(id: &str) -> Option<web_sys::Element> {
    window()?.document()?.get_element_by_id(id)
}

/// Milliseconds since 1970 by the viewer's clock. Never in a view: only in event handlers and effects.
pub fn now_millis() -> i64 {
    js_sys::Date::now() as i64
}

/// The time and the zone the server drew the page with: `data-now` (milliseconds) and `data-offset` (minutes east of
/// UTC) of `<html>`.
pub fn page_clock() -> Option<(i64, i32)> {
    let root = window()?.document()?.document_element()?;
    let now = root.get_attribute("data-now")?.parse().ok()?;
    let offset = root.get_attribute("data-offset").and_then(|v| v.parse().ok()).unwrap_or(0);
    Some((now, offset))
}

/// Minutes east of UTC of the viewer's zone, now.
pub fn zone_offset_minutes() -> i32 {
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}

/// Where the form of a `submit` event goes.
pub fn form_action(event: &web_sys::SubmitEvent) -> String {
    let form = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    form.and_then(|form| form.get_attribute("action")).unwrap_or_default()
}

/// Moves focus to the element with this id.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Presses the button that sends the form of the field in focus; false where there is none. A form whose buttons say
/// different things is not sent: which of them is meant is not known.
pub fn send_form() -> bool {
    let field = window().and_then(|w| w.document()?.active_element());
    let form = field.and_then(|field| field.closest("input, textarea, select").ok().flatten()?.closest("form").ok()?);
    let button = form.and_then(|form| form.query_selector("button[type=submit]:not([name])").ok()?);
    match button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        Some(button) => {
            button.click();
            true
        }
        None => false,
    }
}

/// Scrolls the element into view, in the middle, smoothly unless motion is reduced.
pub fn scroll_into_view(id: &str) {
    let Some(element) = by_id(id) else { return };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Center);
    options.set_inline(web_sys::ScrollLogicalPosition::Center);
    options.set_behavior(if reduced_motion() {
        web_sys::ScrollBehavior::Auto
    } else {
        web_sys::ScrollBehavior::Smooth
    });
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether the viewer asked for less motion.
pub fn reduced_motion() -> bool {
    media("(prefers-reduced-motion: reduce)")
}

/// Whether a media query matches.
pub fn media(query: &str) -> bool {
    window().and_then(|w| w.match_media(query).ok().flatten()).is_some_and(|m| m.matches())
}

fn storage() -> Option<web_sys::Storage> {
    window()?.local_storage().ok().flatten()
}

/// Reads from this browser's storage.
pub fn storage_get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Writes to this browser's storage; a full or forbidden storage is ignored.
pub fn storage_set(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Removes from this browser's storage.
pub fn storage_remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// Whether `commandfor` on a button opens and closes dialogs by itself.
pub fn knows_commands() -> bool {
    window()
        .and_then(|w| js_sys::Reflect::get(w.as_ref(), &"HTMLButtonElement".into()).ok())
        .and_then(|button| js_sys::Reflect::get(&button, &"prototype".into()).ok())
        .is_some_and(|prototype| js_sys::Reflect::has(&prototype, &"commandForElement".into()).unwrap_or(false))
}

/// Opens the `<dialog>` with this id as a modal one, unless it is open.
pub fn open_dialog(id: &str) {
    if let Some(dialog) = by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlDialogElement>().ok())
        && !dialog.open()
    {
        let _ = dialog.show_modal();
        // The browser would focus the close button; with a keyboard at hand the first field is meant. It may be
        // drawn a moment later.
        if !media("(pointer: coarse)") {
            after(50, move || {
                let field = dialog.query_selector(":is(input:not([type=hidden]), textarea, select):not(:disabled)");
                if let Ok(Some(field)) = field
                    && let Ok(field) = field.dyn_into::<web_sys::HtmlElement>()
                {
                    let _ = field.focus();
                }
            });
        }
    }
}

/// Closes the `<dialog>` with this id.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// Sets or removes an attribute of `<html>`, such as `data-theme`.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = window().and_then(|w| w.document()).and_then(|d| d.document_element()) else { return };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Sets a cookie of this site for a year.
pub fn set_cookie(name: &str, value: &str) {
    if let Some(document) = window().and_then(|w| w.document()) {
        let cookie = format!("{name}={value}; path=/; max-age=31536000; samesite=lax");
        let _ = js_sys::Reflect::set(document.as_ref(), &"cookie".into(), &cookie.into());
    }
}

/// Current value of an input, a textarea or a select.
pub fn value_of(id: &str) -> Option<String> {
    js_sys::Reflect::get(by_id(id)?.as_ref(), &"value".into()).ok()?.as_string()
}

/// Sets the value of an input, a textarea or a select.
pub fn set_value(id: &str, value: &str) {
    if let Some(element) = by_id(id) {
        let _ = js_sys::Reflect::set(element.as_ref(), &"value".into(), &value.into());
    }
}

/// Copies text to the clipboard, then calls `done` with whether it worked.
pub fn copy_text(text: &str, done: impl FnOnce(bool) + 'static) {
    let Some(window) = window() else { return done(false) };
    let clipboard = js_sys::Reflect::get(window.navigator().as_ref(), &"clipboard".into()).unwrap_or_default();
    let write = js_sys::Reflect::get(&clipboard, &"writeText".into()).unwrap_or_default();
    let promise = write
        .dyn_into::<js_sys::Function>()
        .ok()
        .and_then(|write| write.call1(&clipboard, &text.into()).ok())
        .and_then(|p| p.dyn_into::<js_sys::Promise>().ok());
    let Some(promise) = promise else { return done(false) };
    wasm_bindgen_futures::spawn_local(async move {
        done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}

/// Runs `f` once, in the frame after the next paint.
pub fn after_paint(f: impl FnOnce() + 'static) {
    request_animation_frame(f);
}

/// Runs `f` once after `millis`.
pub fn after(millis: u32, f: impl FnOnce() + 'static) {
    set_timeout(f, std::time::Duration::from_millis(u64::from(millis)));
}

/// Runs `f` every `millis` for as long as the page lives.
pub fn every(millis: u32, f: impl Fn() + 'static) {
    let _ = set_interval_with_handle(f, std::time::Duration::from_millis(u64::from(millis)));
}

/// Closes open `<details data-menu>` on Escape (focus returns to the summary), on a press or focus elsewhere, and once
/// one of its links or buttons was pressed. A second call does nothing.
pub fn install_menu_closers() {
    let Some(document) = window().and_then(|w| w.document()) else { return };
    let Some(root) = document.document_element() else { return };
    if root.has_attribute("data-menus") {
        return;
    }
    let _ = root.set_attribute("data-menus", "");
    let close_others = {
        let document = document.clone();
        move |target: Option<web_sys::Node>| {
            let Ok(open) = document.query_selector_all("details[data-menu][open]") else { return };
            for index in 0..open.length() {
                let Some(menu) = open.item(index) else { continue };
                if !menu.contains(target.as_ref())
                    && let Some(menu) = menu.dyn_ref::<web_sys::Element>()
                {
                    let _ = menu.remove_attribute("open");
                }
            }
        }
    };
    let on_press = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        close_others(event.target().and_then(|t| t.dyn_into::<web_sys::Node>().ok()));
    });
    let on_choice = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        let chosen = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|target| target.closest("details[data-menu] :is(a, button)").ok().flatten());
        if let Some(menu) = chosen.and_then(|chosen| chosen.closest("details[data-menu]").ok().flatten()) {
            let _ = menu.remove_attribute("open");
        }
    });
    let escape = {
        let document = document.clone();
        Closure::<dyn Fn(web_sys::KeyboardEvent)>::new(move |event: web_sys::KeyboardEvent| {
            if event.key() != "Escape" {
                return;
            }
            let Ok(Some(menu)) = document.query_selector("details[data-menu][open]") else { return };
            let _ = menu.remove_attribute("open");
            if let Ok(Some(summary)) = menu.query_selector("summary")
                && let Ok(summary) = summary.dyn_into::<web_sys::HtmlElement>()
            {
                let _ = summary.focus();
            }
        })
    };
    let _ = document.add_event_listener_with_callback("pointerdown", on_press.as_ref().unchecked_ref());
    let _ = document.add_event_listener_with_callback("focusin", on_press.as_ref().unchecked_ref());
    let _ = document.add_event_listener_with_callback("keydown", escape.as_ref().unchecked_ref());
    let _ = document.add_event_listener_with_callback("click", on_choice.as_ref().unchecked_ref());
    on_press.forget();
    on_choice.forget();
    escape.forget();
}
