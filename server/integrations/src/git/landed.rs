//! What became of a branch in the main line: merged, squashed or rebased, whole or with more.

use super::base::{left, main_line};
use super::{GitError, Repository};
use engine::ports::Landing;
use std::collections::BTreeSet;

type Paths = BTreeSet<Vec<u8>>;

/// What was done between `base` and `head` is in the main line: as these commits, or as others that left the same files.
pub fn landed(repository: &Repository, base: Option<&str>, head: &str) -> Result<Landing, GitError> {
    let Some(main) = main_line(repository)? else { return Ok(Landing::Missing) };
    if left(repository, &main, head)?.as_deref() == Some(head) {
        return merged(repository, &main, head);
    }
    let Some(base) = base else { return Ok(Landing::Missing) };
    let altered = between(repository, base, head)?;
    if altered.is_empty() || !altered.is_disjoint(&between(repository, head, &main)?) {
        return Ok(Landing::Missing);
    }
    // The last commit that wrote these files brought them; what else it wrote came with them.
    let range = format!("{base}..{main}");
    for commit in listed(repository, &["rev-list", "--first-parent", &range])?.lines() {
        let wrote = between(repository, &format!("{commit}^1"), commit)?;
        if !wrote.is_disjoint(&altered) {
            return Ok(match wrote.is_subset(&altered) {
                true => Landing::Landed,
                false => Landing::WithMore(commit.to_owned()),
            });
        }
    }
    Ok(Landing::Landed)
}

/// Where a merged branch had left the main line; `None` where no merge brought it: of a fast-forward nobody can tell which
/// commits were the branch's.
///
/// # Errors
/// Those of git.
pub fn left_before_merge(repository: &Repository, main: &str, head: &str) -> Result<Option<String>, GitError> {
    match merge(repository, main, head)? {
        Some((_, before, _)) => left(repository, &before, head),
        None => Ok(None),
    }
}

/// The commit of the line `main` that `head`, which left it at `base`, is to be merged into, or was merged into, squashed
/// or rebased; `None` where that is `base`, or of a fast-forward.
///
/// # Errors
/// Those of git.
pub fn onto(repository: &Repository, main: &str, base: &str, head: &str) -> Result<Option<String>, GitError> {
    let into = if left(repository, main, head)?.as_deref() == Some(head) {
        let Some((_, before, _)) = merge(repository, main, head)? else { return Ok(None) };
        before
    } else {
        first_of(repository, main, base, head)?.unwrap_or_else(|| main.to_owned())
    };
    // A line that does not hold the base has nothing to do with it.
    let further = into != base && left(repository, &into, base)?.as_deref() == Some(base);
    Ok(further.then_some(into))
}

/// What the main line was before it got what `head` brought since `base`, by commits of its own.
fn first_of(repository: &Repository, main: &str, base: &str, head: &str) -> Result<Option<String>, GitError> {
    let altered = between(repository, base, head)?;
    if altered.is_empty() || !altered.is_disjoint(&between(repository, head, main)?) {
        return Ok(None);
    }
    let range = format!("{base}..{main}");
    for commit in listed(repository, &["rev-list", "--first-parent", "--reverse", &range])?.lines() {
        let before = format!("{commit}^1");
        if !between(repository, &before, commit)?.is_disjoint(&altered) {
            return repository.commit(&before).map(Some);
        }
    }
    Ok(None)
}

/// With which commits the main line took `head` in.
fn merged(repository: &Repository, main: &str, head: &str) -> Result<Landing, GitError> {
    let Some((merge, before, brought)) = merge(repository, main, head)? else { return Ok(Landing::Landed) };
    if brought != head {
        return Ok(Landing::WithMore(brought));
    }
    // A merge may alter files that neither side has altered.
    let Some(fork) = left(repository, &before, head)? else { return Ok(Landing::Landed) };
    let mains = between(repository, &fork, &before)?;
    Ok(match between(repository, head, &merge)?.is_subset(&mains) {
        true => Landing::Landed,
        false => Landing::WithMore(merge),
    })
}

/// The merge on the main line that brought `head`, what the main line was before it, and the last commit it brought.
fn merge(repository: &Repository, main: &str, head: &str) -> Result<Option<(String, String, String)>, GitError> {
    let range = format!("{head}..{main}");
    // Merges that hold it, from the oldest; the first of them on the main line itself brought it.
    let how = ["rev-list", "--ancestry-path", "--merges", "--topo-order", "--reverse", "--parents", &range];
    let (holding, line) = (listed(repository, &how)?, listed(repository, &["rev-list", "--first-parent", main])?);
    let line: BTreeSet<&str> = line.lines().collect();
    if line.contains(head) {
        return Ok(None);
    }
    let found = holding.lines().map(|row| row.split(' ').collect::<Vec<_>>()).find(|row| line.contains(row[0]));
    let Some([merge, before, others @ ..]) = found.as_deref() else { return Ok(None) };
    for brought in others {
        if left(repository, brought, head)?.as_deref() == Some(head) {
            return Ok(Some(((*merge).to_owned(), (*before).to_owned(), (*brought).to_owned())));
        }
    }
    Ok(None)
}

fn listed(repository: &Repository, args: &[&str]) -> Result<String, GitError> {
    repository.git.bytes(args).map(|all| String::from_utf8_lossy(&all).into_owned())
}

/// The files that differ.
fn between(repository: &Repository, from: &str, to: &str) -> Result<Paths, GitError> {
    let listing = repository.git.bytes(&["diff", "--name-only", "--no-renames", "-z", from, to, "--"])?;
    Ok(listing.split(|byte| *byte == 0).filter(|path| !path.is_empty()).map(<[u8]>::to_vec).collect())
}
