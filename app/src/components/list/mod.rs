//! Parts of lists of changes.

mod address;
mod filters;
mod progress;
mod table;

pub use address::{ListAddress, encode};
pub use filters::{FilterBar, chip_value};
pub use progress::{Age, StageProgress};
pub use table::{ChangeTable, sort_columns};
