//! The user interface: one Leptos app, rendered on the server and brought to life in the browser.

pub mod components;
#[cfg(feature = "ssr")]
pub mod context;
pub mod drag;
pub mod error;
pub mod frame;
pub mod live;
#[cfg(feature = "ssr")]
mod markdown;
pub mod pages;
#[cfg(feature = "ssr")]
mod report;
#[cfg(not(feature = "ssr"))]
#[path = "request_browser.rs"]
mod request;
#[cfg(feature = "ssr")]
mod request;
pub mod routes;
#[cfg(feature = "ssr")]
mod rulebook;
pub mod server_fns;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod ui;
pub mod viewer;
mod wire;

pub use routes::App;
