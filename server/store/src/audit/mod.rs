//! The audit trail: appending, reading, checking.

mod append;
mod checkpoint;
mod read;
mod scan;
mod verify;

pub use append::{NewEntry, append, begin};
pub use checkpoint::{checkpoint, dirty_projects};
pub use read::{entries, escalation, history, last_actor};
pub use verify::verify;
