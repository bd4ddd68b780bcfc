//! One page per change.

mod history;
mod page;
mod url_error;

pub use page::ChangePage;
