//! On real repositories in throw-away folders.

use super::*;
use crate::git::default_base;
use std::process::Command;

fn git(folder: &Path, args: &[&str]) {
    let done = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .output()
        .unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn repository() -> (tempfile::TempDir, Repository) {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, &["init", "-q", "-b", "main"]);
    std::fs::create_dir(at.join("migrations")).unwrap();
    std::fs::write(at.join("migrations/1.sql"), "SELECT 1;").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", at.join("migrations/2.sql")).unwrap();
    git(at, &["add", "."]);
    git(at, &["commit", "-qm", "first"]);
    let repository = Repository::around(&at.join("migrations")).unwrap();
    (folder, repository)
}

fn paths(tree: &Tree) -> Vec<&str> {
    tree.files.iter().map(|(path, _)| path).collect()
}

#[test]
fn a_revision_and_a_work_tree_are_read_and_links_are_not_followed() {
    let (folder, repository) = repository();
    std::fs::write(folder.path().join("migrations/3.sql"), "SELECT 3;").unwrap();
    let head = repository.commit("HEAD").unwrap();
    let old = at_revision(&repository, &head, |_| true, &Limits::default()).unwrap();
    assert_eq!(paths(&old), ["migrations/1.sql"]);
    assert_eq!(old.skipped, [Skipped { path: "migrations/2.sql".to_owned(), why: "a symbolic link" }]);
    let new = in_folder(repository.folder(), Some(&repository), |_| true, &Limits::default()).unwrap();
    assert_eq!(paths(&new), ["migrations/1.sql", "migrations/3.sql"]);
    assert_eq!(new.skipped, old.skipped);
    let bare = in_folder(folder.path(), None, |_| true, &Limits::default()).unwrap();
    assert_eq!(paths(&bare), paths(&new));
}

#[test]
fn a_folder_that_became_a_link_leads_nowhere() {
    let (folder, repository) = repository();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("1.sql"), "secret").unwrap();
    std::fs::remove_dir_all(folder.path().join("migrations")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("migrations")).unwrap();
    let tree = in_folder(repository.folder(), Some(&repository), |_| true, &Limits::default()).unwrap();
    assert!(tree.files.is_empty());
}

#[test]
fn what_is_too_much_is_named() {
    let (_folder, repository) = repository();
    let limits = Limits { file: 3, ..Limits::default() };
    let head = repository.commit("HEAD").unwrap();
    let tree = at_revision(&repository, &head, |path| path.ends_with("1.sql"), &limits).unwrap();
    assert_eq!((tree.files.len(), tree.skipped.len()), (0, 1));
}

#[test]
fn the_base_is_where_the_branch_began() {
    let (folder, repository) = repository();
    let first = repository.commit("HEAD").unwrap();
    assert_eq!(default_base(&repository).unwrap(), Some(first.clone()));
    git(folder.path(), &["checkout", "-qb", "change"]);
    git(folder.path(), &["commit", "-qm", "second", "--allow-empty"]);
    assert_eq!(default_base(&repository).unwrap(), Some(first));
}

#[test]
fn errors_say_what_is_wrong() {
    let (_folder, repository) = repository();
    assert!(matches!(repository.commit("nonsense"), Err(GitError::NoRevision(_))));
    assert!(matches!(repository.commit("--help"), Err(GitError::NoRevision(_))));
    let plain = tempfile::tempdir().unwrap();
    assert!(matches!(Repository::around(plain.path()), Err(GitError::NoRepository(_))));
}
