//! Reading projects' repositories.

use crate::validation::Unread;
use analysis::Files;

/// Two commits of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revisions {
    /// The branch's last commit.
    pub head: String,
    /// The one it is compared with; `None`: everything is new.
    pub base: Option<String>,
}

/// Files of a commit, and which were left out.
#[derive(Clone, Debug, Default)]
pub struct SourceTree {
    /// Path and bytes.
    pub files: Files,
    /// What was left out.
    pub skipped: Vec<Unread>,
}

/// Why a repository cannot be read; its text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SourceError(pub String);

/// Repositories by the address that a project gives for its own. Calls may take long: not for async threads.
pub trait Repositories: Send + Sync {
    /// The branch's last commit and the one it is compared with, as they are at this moment.
    ///
    /// # Errors
    /// No such repository, branch or revision; it cannot be reached.
    fn revisions(&self, repository: &str, branch: &str, base: Option<&str>) -> Result<Revisions, SourceError>;

    /// The last commit of the main line, as it is at this moment.
    ///
    /// # Errors
    /// No such repository, no commit in it; it cannot be reached.
    fn main_line(&self, repository: &str) -> Result<String, SourceError>;

    /// The names of all branches.
    ///
    /// # Errors
    /// No such repository; it cannot be reached.
    fn branches(&self, repository: &str) -> Result<Vec<String>, SourceError>;

    /// The files of a commit whose path is wanted. Nothing in the repository is executed, no link followed.
    ///
    /// # Errors
    /// The repository cannot be read.
    fn files(&self, repository: &str, commit: &str, wanted: &dyn Fn(&str) -> bool) -> Result<SourceTree, SourceError>;
}
