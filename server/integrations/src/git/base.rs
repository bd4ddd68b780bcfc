//! What a change is compared with when nobody says it.

use super::{GitError, Repository};

/// Names under which the main line is looked for. What the origin calls its own comes last: a copy of one branch takes
/// that for it.
const MAIN: &[&str] = &["origin/main", "origin/master", "main", "master", "origin/HEAD"];

/// Where nobody works, what the repository stands on is what it calls its main line.
fn names(repository: &Repository) -> impl Iterator<Item = &'static str> {
    let bare = repository.git.line(&["rev-parse", "--is-bare-repository"]).is_ok_and(|said| said == "true");
    bare.then_some("HEAD").into_iter().chain(MAIN.iter().copied()).chain((!bare).then_some("HEAD"))
}

/// The commit where the branch left the main line; on the main line itself, its last commit, so that only what is not
/// committed yet is new. `target` is the branch that it is to be merged into, where somebody says so. `None` in a
/// repository without a commit.
///
/// # Errors
/// [`GitError::NoMainLine`] where it cannot be told: a comparison with itself would find nothing. Those of git.
pub fn default_base(repository: &Repository, target: Option<&str>) -> Result<Option<String>, GitError> {
    let head = match repository.commit("HEAD") {
        Ok(head) => head,
        // A branch without a commit names none; one whose commit is missing is no reason to take everything for new.
        Err(error) => {
            let named = repository.git.line(&["rev-parse", "--verify", "--quiet", "HEAD"]).is_ok();
            return if named { Err(error) } else { Ok(None) };
        }
    };
    let base = match target {
        Some(name) => {
            let there = repository.commit(&format!("refs/remotes/origin/{name}"));
            let main = there.or_else(|_| repository.commit(&format!("refs/heads/{name}")));
            left(repository, &main.map_err(|_| GitError::NoMainLine)?, &head)?
        }
        None => branch_base(repository, &head)?,
    };
    let base = base.ok_or(GitError::NoMainLine)?;
    // A copy of the last commit alone does not know where it left anything.
    let shallow = || repository.git.line(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|said| said == "true");
    if base == head && shallow() { Err(GitError::NoMainLine) } else { Ok(Some(base)) }
}

/// The commit where `head` left the main line; `None` where the two have nothing in common.
///
/// # Errors
/// Those of git.
pub fn branch_base(repository: &Repository, head: &str) -> Result<Option<String>, GitError> {
    for name in MAIN {
        let Ok(main) = repository.commit(name) else { continue };
        if let Some(base) = left(repository, &main, head)? {
            return Ok(Some(base));
        }
    }
    Ok(None)
}

/// The last commit of the main line; where none is called so, of the branch that the repository stands on. `None` in a
/// repository without a commit.
///
/// # Errors
/// Those of git.
pub fn main_line(repository: &Repository) -> Result<Option<String>, GitError> {
    for name in names(repository) {
        match repository.commit(name) {
            Ok(commit) => return Ok(Some(commit)),
            Err(GitError::NoRevision(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(None)
}

/// The branch is the main line itself.
///
/// # Errors
/// Those of git.
pub fn is_main_line(repository: &Repository, branch: &str) -> Result<bool, GitError> {
    for name in names(repository) {
        match repository.commit(name) {
            Ok(_) => {}
            Err(GitError::NoRevision(_)) => continue,
            Err(other) => return Err(other),
        }
        // What is merely pointed at is called otherwise.
        let pointed = match name {
            "origin/HEAD" => repository.git.line(&["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"]).ok(),
            "HEAD" => repository.git.line(&["symbolic-ref", "--quiet", "HEAD"]).ok(),
            _ => None,
        };
        let full = pointed.as_deref().unwrap_or(name);
        let own = ["refs/heads/", "refs/remotes/origin/", "origin/"].iter().find_map(|start| full.strip_prefix(start));
        return Ok(own.unwrap_or(full) == branch);
    }
    Ok(false)
}

/// The main line holds the commit, or there is no main line yet.
///
/// # Errors
/// Those of git.
pub fn is_on_main_line(repository: &Repository, commit: &str) -> Result<bool, GitError> {
    let Some(main) = main_line(repository)? else { return Ok(true) };
    Ok(left(repository, &main, commit)?.as_deref() == Some(commit))
}

/// Histories without a common commit have no base.
pub(super) fn left(repository: &Repository, main: &str, head: &str) -> Result<Option<String>, GitError> {
    match repository.git.line(&["merge-base", main, head]) {
        Ok(base) => Ok(Some(base)),
        Err(GitError::Refused { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
