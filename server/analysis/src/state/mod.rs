//! The database as the scripts leave it: a catalog that is built by reading, not by running.

mod apply;
mod called;
mod catalog;
mod reach;
mod session;
mod stats;
mod views;

pub use catalog::{Catalog, Held, IndexState, Origin, Routine, Table, View};
pub use reach::Reached;
pub use session::Session;
pub use stats::{Size, Stats};

#[cfg(test)]
mod tests;
