//! Lists of changes.

mod list;

pub use list::ChangesPage;
