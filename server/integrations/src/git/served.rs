//! The repositories that a server reads: folders below one of its own, and copies of those it fetches.

use super::base::left;
use super::run::Git;
use super::{
    GitError, Limits, Repository, at_revision, branch_base, is_main_line, is_on_main_line, landed, left_before_merge,
    main_line, onto,
};
use engine::ports::{BranchError, Landing, Repositories, Revisions, SourceError, SourceTree, is_folder, is_remote};
use engine::validation::Unread;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A copy is fetched again after this time.
const FRESH: Duration = Duration::from_secs(10);
/// The longest that git may take to fetch.
const PATIENCE: Duration = Duration::from_secs(300);

/// Repositories below a folder.
#[derive(Debug)]
pub struct Served {
    folder: PathBuf,
    limits: Limits,
    /// When each copy was fetched; its lock keeps two threads from fetching it at once.
    fetched: Mutex<HashMap<PathBuf, Arc<Mutex<Option<Instant>>>>>,
}

impl Served {
    /// Those below `folder`, which is made when it is needed.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, limits: Limits::default(), fetched: Mutex::default() }
    }

    fn open(&self, address: &str) -> Result<Repository, SourceError> {
        if is_remote(address) { self.copy(address) } else { self.local(address) }
    }

    /// A folder below ours. What leads out of it is refused: a project's administrator need not be the server's.
    fn local(&self, name: &str) -> Result<Repository, SourceError> {
        if !is_folder(name) {
            return Err(SourceError(format!(
                "The repository `{}` is neither a folder among the server's repositories nor an https or ssh address.",
                shown(name)
            )));
        }
        let folder = self.folder.join(name);
        let real = |path: &Path| path.canonicalize().ok();
        match (real(&self.folder), real(&folder)) {
            (Some(ours), Some(folder)) if folder.starts_with(&ours) => Repository::at(&folder).map_err(said),
            _ => Err(SourceError(format!("There is no repository `{}` among the server's repositories.", shown(name)))),
        }
    }

    fn copy(&self, address: &str) -> Result<Repository, SourceError> {
        let name = hex::encode(&Sha256::digest(address.as_bytes())[..12]);
        let folder = self.folder.join(".copies").join(format!("{name}.git"));
        let slot = {
            let mut all = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(folder.clone()).or_default())
        };
        let mut fetched = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if fetched.is_none_or(|at| at.elapsed() > FRESH) {
            std::fs::create_dir_all(&folder).map_err(|cause| said(GitError::Io { path: folder.clone(), cause }))?;
            let git = Git::new(&folder);
            if !folder.join("HEAD").exists() {
                git.line(&["init", "--quiet", "--bare", "."]).map_err(said)?;
            }
            // The forge's own default branch is what a change is compared with.
            git.fetch(address, PATIENCE).map_err(said)?;
            if let Some(branch) = git.default_branch(address, PATIENCE).map_err(said)? {
                git.line(&["symbolic-ref", "HEAD", &branch]).map_err(said)?;
            }
            *fetched = Some(Instant::now());
        }
        Repository::at(&folder).map_err(said)
    }
}

impl Repositories for Served {
    fn revisions(&self, repository: &str, branch: &str, base: Option<&str>) -> Result<Revisions, BranchError> {
        let repository = self.open(repository)?;
        let head = repository.branch(branch).map_err(|error| match error {
            GitError::NoRevision(_) => BranchError::NoBranch(shown(branch)),
            other => said(other).into(),
        })?;
        if is_main_line(&repository, branch).map_err(said)? {
            return Err(BranchError::MainLine(shown(branch)));
        }
        let base = match base {
            Some(name) => {
                let base =
                    repository.branch(name).or_else(|_| repository.commit(name)).map_err(|error| match error {
                        GitError::NoRevision(_) => BranchError::NoBase(shown(name)),
                        other => said(other).into(),
                    })?;
                if !is_on_main_line(&repository, &base).map_err(said)? {
                    return Err(BranchError::BaseElsewhere(shown(name)));
                }
                Some(base)
            }
            None => branch_base(&repository, &head).map_err(said)?,
        };
        // Compared with what holds it already, nothing of a merged branch would be new.
        if let Some(base) = &base
            && left(&repository, base, &head).map_err(said)?.as_deref() == Some(&head)
            && let Some(main) = main_line(&repository).map_err(said)?
        {
            let before = left_before_merge(&repository, &main, &head).map_err(said)?;
            let unknown_base = before.is_none();
            return Ok(Revisions { head, base: before.or(Some(base.clone())), unknown_base });
        }
        Ok(Revisions { head, base, unknown_base: false })
    }

    fn landed(&self, repository: &str, base: Option<&str>, head: &str) -> Result<Landing, SourceError> {
        landed(&self.open(repository)?, base, head).map_err(said)
    }

    fn onto(&self, repository: &str, base: &str, head: &str) -> Result<Option<String>, SourceError> {
        let repository = self.open(repository)?;
        let Some(main) = main_line(&repository).map_err(said)? else { return Ok(None) };
        onto(&repository, &main, base, head).map_err(said)
    }

    fn main_line(&self, repository: &str) -> Result<String, SourceError> {
        main_line(&self.open(repository)?)
            .map_err(said)?
            .ok_or_else(|| SourceError("The repository has no commit yet; push the main line first.".to_owned()))
    }

    fn branches(&self, repository: &str) -> Result<Vec<String>, SourceError> {
        self.open(repository)?.branches().map_err(said)
    }

    fn files(&self, repository: &str, commit: &str, wanted: &dyn Fn(&str) -> bool) -> Result<SourceTree, SourceError> {
        let tree = at_revision(&self.open(repository)?, commit, wanted, &self.limits).map_err(said)?;
        let skipped = tree.skipped.into_iter().map(|skipped| Unread::new(skipped.path, skipped.why)).collect();
        Ok(SourceTree { files: tree.files, skipped })
    }
}

fn said(error: GitError) -> SourceError {
    SourceError(format!("{error}."))
}

/// A name from a form, as a message may repeat it.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(120).collect()
}

#[cfg(test)]
mod tests;
