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
    /// The base holds the branch already: it was merged by a fast-forward, or has no commit yet. Where it left the main
    /// line cannot be told.
    pub unknown_base: bool,
}

/// What became of commits that were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Landing {
    /// The main line holds what they brought.
    Landed,
    /// It was merged with later commits of the same branch; the last of them.
    WithMore(String),
    /// The main line does not hold it.
    Missing,
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

/// Why a change cannot be on a branch, or not be compared with that; its text says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BranchError {
    /// There is none of this name.
    #[error("The repository has no branch `{0}`.")]
    NoBranch(String),
    /// It is what changes are compared with.
    #[error(
        "`{0}` is the main line itself: compared with itself, nothing on it is new. Put the work on a branch of its own \
         (`git switch -c NAME`), push that, and name it."
    )]
    MainLine(String),
    /// There is nothing of this name to compare with.
    #[error("The repository has no branch, tag or commit `{0}` to compare with.")]
    NoBase(String),
    /// What stands between the main line and another base would be deployed, and looked at by nobody.
    #[error(
        "`{0}` is not on the main line, so that what it adds would be looked at by nobody. Name a commit of the main line \
         to compare with, or leave it out."
    )]
    BaseElsewhere(String),
    /// The repository itself cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
}

impl From<BranchError> for SourceError {
    fn from(error: BranchError) -> Self {
        Self(error.to_string())
    }
}

/// Repositories by the address that a project gives for its own. Calls may take long: not for async threads.
pub trait Repositories: Send + Sync {
    /// The branch's last commit and the one it is compared with, as they are at this moment.
    ///
    /// # Errors
    /// No such repository, branch or revision; it cannot be reached; the main line itself; a base that is not on it.
    fn revisions(&self, repository: &str, branch: &str, base: Option<&str>) -> Result<Revisions, BranchError>;

    /// Whether what the branch brought is in the main line, and no more of the branch: the commit itself, or, where it was
    /// squashed or rebased, every file that it altered since `base`, as it left it.
    ///
    /// # Errors
    /// No such repository; it cannot be reached; the commits are not there any more.
    fn landed(&self, repository: &str, base: Option<&str>, head: &str) -> Result<Landing, SourceError>;

    /// The commit of the main line that `head` is to be merged into, or was merged into; `None` where the main line had no
    /// more than `base` then, or nobody can tell.
    ///
    /// # Errors
    /// No such repository; it cannot be reached; the commits are not there any more.
    fn onto(&self, repository: &str, base: &str, head: &str) -> Result<Option<String>, SourceError>;

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
