//! Parts of the start page.

mod figures;
mod needs_you;

pub use figures::Figures;
pub use needs_you::NeedsYouList;
