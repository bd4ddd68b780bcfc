//! The rules of change-mgmt: pure, the same in the browser and on the server.
//!
//! Nothing here reads a clock, a random source, the environment or a file; they are passed in.

pub mod access;
pub mod api;
pub mod audit;
pub mod canonical;
pub mod change;
pub mod error;
pub mod intake;
pub mod project;
pub mod words;
pub mod workflow;

pub use access::Actor;
pub use error::{AppError, AppResult, Problem};
