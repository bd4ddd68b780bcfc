//! The browser's twin of `request`: the same signatures; the answer was sent long ago.

/// Zero: the page itself says what time it was drawn at.
pub fn now_millis() -> i64 {
    0
}

/// Nothing.
pub fn set_status(_code: u16) {}
