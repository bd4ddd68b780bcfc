//! Administration.

mod overview;
mod project;

pub use overview::AdminPage;
pub use project::ProjectPage;
