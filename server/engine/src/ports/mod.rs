//! What the engine needs of the outer world. `integrations` implements it; tests may bring their own.

mod repositories;

pub use domain::project::repository::{is_folder, is_remote};
pub use repositories::{BranchError, Landing, Repositories, Revisions, SourceError, SourceTree};
