//! HTTP: who asks, what is answered, and how errors look.

mod auth;
mod client;
mod cookies;
mod csrf;
mod error_pages;
mod extract;
mod guard;
mod headers;
mod health;
pub mod limit;
pub mod live;
mod pages;
pub mod problem;
pub mod rest;
mod router;
mod state;

pub use pages::server_functions;
pub use router::router;
pub use state::{HttpState, Readiness, UPLOADS};
