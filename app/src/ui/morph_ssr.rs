//! The server's twin of `morph`: the same signature, nothing happens.

/// Nothing.
pub fn morph(_place: &leptos::web_sys::Element, _before: &str, _now: &str) {}
