//! On real repositories in throw-away folders.

use super::*;
use crate::git::{GitError, Repository, default_base};
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
fn a_copy_that_cannot_know_its_base_says_so() {
    let (folder, _) = repository();
    let at = |args: &[&str]| git(folder.path(), args);
    at(&["branch", "-M", "main"]);
    at(&["checkout", "-qb", "feat"]);
    at(&["commit", "-qm", "second", "--allow-empty"]);
    let copies = tempfile::tempdir().unwrap();
    let from = format!("file://{}", folder.path().display());
    for (name, how) in [("shallow", &["--depth", "1", "-b", "feat"][..]), ("whole", &[][..])] {
        git(copies.path(), &[&["clone", "-q"], how, &[from.as_str(), name]].concat());
    }
    // As a CI fetches it: one commit, no branch.
    std::fs::create_dir(copies.path().join("detached")).unwrap();
    let detached = copies.path().join("detached");
    git(&detached, &["init", "-q"]);
    git(&detached, &["fetch", "-q", "--depth=1", &from, "feat"]);
    git(&detached, &["checkout", "-q", "--detach", "FETCH_HEAD"]);
    for name in ["shallow", "detached"] {
        let copy = Repository::around(&copies.path().join(name)).unwrap();
        assert!(matches!(default_base(&copy, None), Err(GitError::NoMainLine)), "{name}");
        assert!(matches!(default_base(&copy, Some("main")), Err(GitError::NoMainLine)), "{name}");
    }
    // The origin's own HEAD is the branch here; the main line is still found.
    let whole = Repository::around(&copies.path().join("whole")).unwrap();
    let main = whole.commit("origin/main").unwrap();
    assert_eq!(default_base(&whole, None).unwrap(), Some(main.clone()));
    assert_eq!(default_base(&whole, Some("main")).unwrap(), Some(main));
}

#[test]
fn what_git_refuses_is_not_taken_for_nothing() {
    let (folder, _) = repository();
    std::fs::remove_file(folder.path().join(".git/HEAD")).unwrap();
    assert!(matches!(Repository::around(folder.path()), Err(GitError::Refused { .. })));
}

#[test]
fn the_base_is_where_the_branch_began() {
    let (folder, repository) = repository();
    let first = repository.commit("HEAD").unwrap();
    assert_eq!(default_base(&repository, None).unwrap(), Some(first.clone()));
    git(folder.path(), &["checkout", "-qb", "change"]);
    git(folder.path(), &["commit", "-qm", "second", "--allow-empty"]);
    assert_eq!(default_base(&repository, None).unwrap(), Some(first));
}

#[test]
fn errors_say_what_is_wrong() {
    let (_folder, repository) = repository();
    assert!(matches!(repository.commit("nonsense"), Err(GitError::NoRevision(_))));
    assert!(matches!(repository.commit("--help"), Err(GitError::NoRevision(_))));
    let plain = tempfile::tempdir().unwrap();
    assert!(matches!(Repository::around(plain.path()), Err(GitError::NoRepository(_))));
}

#[test]
fn what_a_copy_lacks_is_said_in_the_words_of_the_question() {
    let (folder, repository) = repository();
    let head = repository.commit("HEAD").unwrap();
    let read = |commit: &str| at_revision(&repository, commit, |_| true, &Limits::default()).unwrap_err().to_string();
    let absent = "0123456789012345678901234567890123456789";
    assert!(read(absent).contains("no revision"), "{}", read(absent));
    // The commit alone, as a partial copy has it.
    let tree = repository.git.line(&["rev-parse", "HEAD^{tree}"]).unwrap();
    let object = folder.path().join(".git/objects").join(&tree[..2]).join(&tree[2..]);
    std::fs::remove_file(object).unwrap();
    let said = read(&head);
    assert!(said.contains(&head[..12]) && said.contains("partial copy"), "{said}");
    assert!(!said.contains("ls-tree") && !said.contains("fatal"), "{said}");
}

#[test]
fn what_vanishes_while_a_folder_is_read_is_not_missed() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("stays.sql"), "SELECT 1;").unwrap();
    let root = folder.path().to_owned();
    let busy = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let others = std::sync::Arc::clone(&busy);
    let other = std::thread::spawn(move || {
        while others.load(std::sync::atomic::Ordering::Relaxed) {
            for name in ["a", "b", "c"] {
                let _ = std::fs::create_dir(root.join(name));
                let _ = std::fs::write(root.join(name).join("x.sql"), "SELECT 1;");
            }
            for name in ["a", "b", "c"] {
                let _ = std::fs::remove_dir_all(root.join(name));
            }
        }
    });
    for _ in 0..400 {
        let tree = in_folder(folder.path(), None, |_| true, &Limits::default()).unwrap();
        assert!(tree.files.get("stays.sql").is_some());
        assert_eq!(tree.skipped, []);
    }
    busy.store(false, std::sync::atomic::Ordering::Relaxed);
    other.join().unwrap();
    let gone = in_folder(&folder.path().join("gone"), None, |_| true, &Limits::default()).unwrap_err();
    assert!(matches!(gone, GitError::Io { .. }), "{gone}");
}
