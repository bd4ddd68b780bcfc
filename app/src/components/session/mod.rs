//! Parts around signing in.

mod entry;
mod samples;
mod viewer_menu;

pub use entry::Entry;
pub use samples::Samples;
pub use viewer_menu::ViewerMenu;
