//! The one implementation of the use cases: authorise, decide, persist.

mod access;
mod clock;
mod error;
mod file;
pub mod jobs;
mod password;
pub mod ports;
pub mod proof;
mod sample;
mod secret;
mod service;
mod similar;
pub mod validation;

pub use clock::{Clock, SystemClock};
pub use file::size;
pub use sample::SteppedClock;
pub use service::{Engine, Settings};
pub use similar::close;
