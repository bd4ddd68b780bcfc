//! Whether the main line has other migrations than those that a branch was looked at on top of.

use crate::ports::{Repositories, SourceError};
use domain::change::ValidationOutcome;

/// The branch, validated so, would be merged, or was, into a main line with other SQL than it was looked at with.
///
/// # Errors
/// Those of the repository.
pub(crate) fn has_moved(
    repositories: &dyn Repositories,
    repository: &str,
    seen: &ValidationOutcome,
) -> Result<bool, SourceError> {
    if seen.base.is_empty() {
        return Ok(false);
    }
    let now = repositories.onto(repository, &seen.base, &seen.head)?;
    let (then, now) = (seen.onto.as_ref().unwrap_or(&seen.base), now.as_ref().unwrap_or(&seen.base));
    differ(repositories, repository, then, now)
}

/// The two commits differ in their SQL.
///
/// # Errors
/// Those of the repository.
pub(super) fn differ(
    repositories: &dyn Repositories,
    repository: &str,
    then: &str,
    now: &str,
) -> Result<bool, SourceError> {
    if then == now {
        return Ok(false);
    }
    let sql = |commit: &str| repositories.files(repository, commit, &|path: &str| path.ends_with(".sql"));
    Ok(sql(then)?.files != sql(now)?.files)
}
