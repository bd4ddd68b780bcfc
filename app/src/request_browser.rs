//! The browser's twin of `request`: the same signatures; the answer was sent long ago.

/// Zero: the page itself says what time it was drawn at.
pub fn now_millis() -> i64 {
    0
}

/// Nothing.
pub fn set_status(_code: u16) {}

/// Scheme, host and port of this page, such as `https://changes.example`.
pub fn origin() -> String {
    leptos::prelude::window().location().origin().unwrap_or_default()
}
