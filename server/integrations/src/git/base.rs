//! What a change is compared with when nobody says it.

use super::{GitError, Repository};

/// Names under which the main line is looked for.
const MAIN: &[&str] = &["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/// The commit where the branch left the main line; on the main line itself, its last commit, so that only what is not
/// committed yet is new. `None` in a repository without a commit.
///
/// # Errors
/// Those of git.
pub fn default_base(repository: &Repository) -> Result<Option<String>, GitError> {
    let Ok(head) = repository.commit("HEAD") else { return Ok(None) };
    Ok(branch_base(repository, &head)?.or(Some(head)))
}

/// The commit where `head` left the main line; `None` where the two have nothing in common.
///
/// # Errors
/// Those of git.
pub fn branch_base(repository: &Repository, head: &str) -> Result<Option<String>, GitError> {
    for name in MAIN {
        let Ok(main) = repository.commit(name) else { continue };
        match repository.git.line(&["merge-base", &main, head]) {
            Ok(base) => return Ok(Some(base)),
            // Histories without a common commit have no base.
            Err(GitError::Refused { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}
