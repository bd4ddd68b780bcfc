//! The live stream.

mod emit;

pub use emit::{NewEvent, emit};
