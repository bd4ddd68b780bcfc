//! The board of changes.

mod page;

pub use page::BoardPage;
