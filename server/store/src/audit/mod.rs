//! The audit trail: appending, reading, checking.

mod append;

pub use append::{NewEntry, append};
