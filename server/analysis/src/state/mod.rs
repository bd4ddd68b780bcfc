//! The database as the scripts leave it: a catalog that is built by reading, not by running.

mod apply;
mod called;
mod catalog;
mod gaps;
mod hanging;
mod known;
mod made;
mod path;
mod reach;
mod routines;
mod session;
mod stats;
mod unknown;
mod views;

pub(crate) use called::calls;
pub use catalog::{Catalog, Domain, Held, IndexState, Origin, Routine, Table, View};
pub use hanging::Hanging;
pub use made::Made;
pub use reach::Reached;
pub use routines::Replaced;
pub use session::Session;
pub(crate) use session::milliseconds;
pub use stats::{Size, Stats};
pub use unknown::Unknown;

#[cfg(test)]
mod tests;
