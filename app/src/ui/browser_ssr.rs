//! The server's twin of `browser`: the same signatures, nothing happens.

#![allow(unused_variables)]

/// Zero.
pub fn now_millis() -> i64 {
    0
}

/// Nothing: the server provides its clock itself.
pub fn page_clock() -> Option<(i64, i32)> {
    None
}

/// Zero.
pub fn zone_offset_minutes() -> i32 {
    0
}

/// Nothing.
pub fn form_action(event: &leptos::ev::SubmitEvent) -> String {
    String::new()
}

/// Nothing.
pub fn focus(id: &str) {}

/// False.
pub fn send_form() -> bool {
    false
}

/// Nothing.
pub fn scroll_into_view(id: &str) {}

/// False.
pub fn reduced_motion() -> bool {
    false
}

/// False.
pub fn media(query: &str) -> bool {
    false
}

/// Nothing.
pub fn storage_get(key: &str) -> Option<String> {
    None
}

/// Nothing.
pub fn storage_set(key: &str, value: &str) {}

/// Nothing.
pub fn storage_remove(key: &str) {}

/// False.
pub fn knows_commands() -> bool {
    false
}

/// Nothing.
pub fn open_dialog(id: &str) {}

/// Nothing.
pub fn close_dialog(id: &str) {}

/// Nothing.
pub fn set_root_attribute(name: &str, value: Option<&str>) {}

/// Nothing.
pub fn set_cookie(name: &str, value: &str) {}

/// Nothing.
pub fn value_of(id: &str) -> Option<String> {
    None
}

/// Nothing.
pub fn set_value(id: &str, value: &str) {}

/// Nothing; `done` is not called.
pub fn copy_text(text: &str, done: impl FnOnce(bool) + 'static) {}

/// Nothing; `f` is not called.
pub fn after_paint(f: impl FnOnce() + 'static) {}

/// Nothing; `f` is not called.
pub fn after(millis: u32, f: impl FnOnce() + 'static) {}

/// Nothing; `f` is not called.
pub fn every(millis: u32, f: impl Fn() + 'static) {}

/// Nothing.
pub fn install_menu_closers() {}
