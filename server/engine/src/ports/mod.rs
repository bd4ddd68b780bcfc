//! What the engine needs of the outer world. `integrations` implements it; tests may bring their own.

mod repositories;

pub use repositories::{BranchError, Repositories, Revisions, SourceError, SourceTree};
