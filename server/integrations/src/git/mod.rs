//! A git repository, read through git itself. Nothing in a repository is executed: no hooks, no filters, no pagers.

mod base;
mod draft;
mod landed;
mod run;
mod served;
mod tree;

pub use base::{branch_base, default_base, is_main_line, is_on_main_line, main_line};
pub use draft::{Draft, create};
pub use landed::{landed, left_before_merge, onto};
pub use served::Served;
pub use tree::{Limits, Skipped, Tree, at_revision, in_folder};

use run::Git;
use std::path::{Path, PathBuf};

/// Why a repository cannot be read; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// No git on this machine.
    #[error("git is not installed or not on the PATH")]
    NoGit,
    /// Not a repository.
    #[error("{0} is not inside a git repository")]
    NoRepository(PathBuf),
    /// No such revision.
    #[error(
        "the repository knows no revision `{0}`; check the name, or fetch it first (a shallow copy, as CI makes it, lacks \
         earlier commits: `git fetch --unshallow`)"
    )]
    NoRevision(String),
    /// A commit is there, and what belongs to it is not.
    #[error(
        "the files of the commit {0} are not all in this copy of the repository; a shallow or partial copy lacks some: \
         `git fetch --unshallow` brings earlier commits, `git fetch --refetch --no-filter` what was filtered out (git fsck \
         tells if the copy is damaged)"
    )]
    Incomplete(String),
    /// Nobody can tell what it is to be compared with.
    #[error(
        "it cannot be told where this branch left the main line; fetch the main line with its history, or name a revision \
         with --base (`none`: everything is new)"
    )]
    NoMainLine,
    /// The system refuses.
    #[error("{path}: {cause}")]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why not.
        cause: std::io::Error,
    },
    /// It does not come to an end.
    #[error("git {what} took longer than {seconds} s; check that the address can be reached")]
    Slow {
        /// Its command.
        what: &'static str,
        /// How long it was waited for.
        seconds: u64,
    },
    /// git says no.
    #[error("git {what}: {said}")]
    Refused {
        /// Its command.
        what: String,
        /// Its last words.
        said: String,
    },
}

/// A repository on this machine.
#[derive(Clone, Debug)]
pub struct Repository {
    git: Git,
}

impl Repository {
    /// The repository that holds `folder`.
    ///
    /// # Errors
    /// `NoGit`, `NoRepository`.
    pub fn around(folder: &Path) -> Result<Self, GitError> {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        // Without this git need not be asked, nor be there. What it refuses to read, on the other hand, is not the same
        // as nothing: everything in it would pass for new.
        if !real.ancestors().any(|above| above.join(".git").exists()) {
            return Err(GitError::NoRepository(folder.to_owned()));
        }
        Ok(Self { git: Git::new(Path::new(&Git::new(folder).line(&["rev-parse", "--show-toplevel"])?)) })
    }

    /// A repository in exactly this folder, with a work tree or without one.
    ///
    /// # Errors
    /// `NoRepository`.
    pub fn at(folder: &Path) -> Result<Self, GitError> {
        let git = Git::new(folder);
        // Never one that merely surrounds the folder.
        let own = folder.join(".git").exists() || folder.join("HEAD").is_file();
        match git.line(&["rev-parse", "--git-dir"]) {
            Ok(_) if own => Ok(Self { git }),
            Ok(_) | Err(GitError::Refused { .. }) => Err(GitError::NoRepository(folder.to_owned())),
            Err(error) => Err(error),
        }
    }

    /// Its work tree.
    pub fn folder(&self) -> &Path {
        self.git.folder()
    }

    /// The last commit of a branch: of the repository itself, else of the one it was cloned from.
    ///
    /// # Errors
    /// `NoRevision`.
    pub fn branch(&self, name: &str) -> Result<String, GitError> {
        self.commit(&format!("refs/heads/{name}")).or_else(|_| {
            let there = self.commit(&format!("refs/remotes/origin/{name}"));
            there.map_err(|_| GitError::NoRevision(name.to_owned()))
        })
    }

    /// The names of all branches: of the repository itself, and of the one it was cloned from.
    ///
    /// # Errors
    /// Those of git.
    pub fn branches(&self) -> Result<Vec<String>, GitError> {
        let all = self.git.line(&["for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes/origin"])?;
        let name = |line: &str| {
            let own = line.strip_prefix("refs/heads/").or_else(|| line.strip_prefix("refs/remotes/origin/"));
            own.filter(|name| *name != "HEAD").map(str::to_owned)
        };
        Ok(all.lines().filter_map(name).collect())
    }

    /// The commit that a name stands for.
    ///
    /// # Errors
    /// `NoRevision`.
    pub fn commit(&self, revision: &str) -> Result<String, GitError> {
        let commit = format!("{revision}^{{commit}}");
        match self.git.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]) {
            Err(GitError::Refused { .. }) => Err(GitError::NoRevision(revision.to_owned())),
            other => other,
        }
    }
}
