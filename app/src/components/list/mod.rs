//! Parts of lists of changes.

mod address;
mod filters;
mod progress;
mod table;

pub use address::{ListAddress, encode};
pub use filters::FilterBar;
pub use progress::{Age, StageProgress};
pub use table::{ChangeTable, sort_columns};
