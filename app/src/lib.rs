//! The user interface: one Leptos app, rendered on the server and brought to life in the browser.

#[cfg(feature = "ssr")]
pub mod context;
pub mod error;
pub mod frame;
pub mod ui;
