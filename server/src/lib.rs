//! The server: HTTP, sessions, the live stream, and the wiring of everything behind it.

pub mod cli;
pub mod config;
pub mod http;
pub mod openapi;
pub mod serve;
pub mod site;
pub mod wiring;
