//! The live stream.

mod emit;
mod listen;
mod read;

pub use emit::{NewEvent, emit};
pub use listen::{EventSignal, listen};
pub use read::{latest, since};
