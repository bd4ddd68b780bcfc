//! The use cases as server functions, at `/fn/…`: take the context, one call, `?`.

pub mod account;
pub mod admin;
pub mod changes;
pub mod intake;
pub mod lists;
pub mod live;
#[cfg(feature = "ssr")]
mod local;
#[cfg(feature = "ssr")]
mod roles;
pub mod rules;
#[cfg(feature = "ssr")]
mod run;
pub mod session;
pub mod steps;
#[cfg(feature = "ssr")]
mod submission;
pub mod validation;
