//! The browser's twin of `request`: the same signatures; the answer was sent long ago.

use crate::error::UiError;
use crate::viewer::Viewer;

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

/// Nobody: while a page wakes up, what the server said is used instead.
pub fn viewer() -> Option<Result<Viewer, UiError>> {
    None
}

/// Asks the server for this address anew.
pub fn load_again() {
    let _ = leptos::prelude::window().location().reload();
}
