//! A new repository, written in one go.

use super::GitError;
use super::run::Git;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

/// A branch with one commit.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// Its name.
    pub branch: &'a str,
    /// The commit's message.
    pub message: &'a str,
    /// Who and when: `Ann <ann@example.org> 1760000000 +0000`.
    pub author: &'a str,
    /// Files that it adds or replaces.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Makes a bare repository with these branches; the first is the main line, from which the others leave. Nothing is left
/// where it fails.
///
/// # Errors
/// No git; the folder is there already, or cannot be written.
pub fn create(folder: &Path, drafts: &[Draft<'_>]) -> Result<(), GitError> {
    let failed = |cause| GitError::Io { path: folder.to_owned(), cause };
    let parent = folder.parent().unwrap_or(folder);
    std::fs::create_dir_all(parent).map_err(failed)?;
    let making = folder.with_extension("making");
    let _ = std::fs::remove_dir_all(&making);
    std::fs::create_dir(&making).map_err(failed)?;
    let made = write(&making, drafts).and_then(|()| std::fs::rename(&making, folder).map_err(failed));
    if made.is_err() {
        let _ = std::fs::remove_dir_all(&making);
    }
    made
}

fn write(folder: &Path, drafts: &[Draft<'_>]) -> Result<(), GitError> {
    let git = Git::new(folder);
    let main = drafts.first().map_or("main", |draft| draft.branch);
    git.line(&["init", "--quiet", "--bare", &format!("--initial-branch={main}"), "."])?;
    let what = "fast-import";
    let mut child = git
        .command(&[what, "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|cause| git.io(cause))?;
    let mut stream = Vec::new();
    for draft in drafts {
        commit(&mut stream, draft, (draft.branch != main).then_some(main));
    }
    let written = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(&stream));
    let ended = child.wait().map_err(|cause| git.io(cause))?;
    match written {
        Ok(()) if ended.success() => Ok(()),
        Ok(()) => Err(GitError::Refused { what: what.to_owned(), said: format!("ended with {ended}") }),
        Err(cause) => Err(git.io(cause)),
    }
}

fn commit(stream: &mut Vec<u8>, draft: &Draft<'_>, from: Option<&str>) {
    let data = |stream: &mut Vec<u8>, bytes: &[u8]| {
        stream.extend_from_slice(format!("data {}\n", bytes.len()).as_bytes());
        stream.extend_from_slice(bytes);
        stream.push(b'\n');
    };
    stream.extend_from_slice(format!("commit refs/heads/{}\ncommitter {}\n", draft.branch, draft.author).as_bytes());
    data(stream, draft.message.as_bytes());
    if let Some(from) = from {
        stream.extend_from_slice(format!("from refs/heads/{from}\n").as_bytes());
    }
    for (path, bytes) in &draft.files {
        stream.extend_from_slice(format!("M 100644 inline {path}\n").as_bytes());
        data(stream, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::{Limits, Repository, at_revision, branch_base};

    #[test]
    fn branches_leave_from_the_main_line() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("shop");
        let draft = |branch, files: &[(&str, &str)]| Draft {
            branch,
            message: "Say hello",
            author: "Ann <ann@example.org> 1760000000 +0000",
            files: files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect(),
        };
        create(&folder, &[draft("main", &[("a b.txt", "1\n")]), draft("wide", &[("c/d.txt", "data 3\n")])]).unwrap();
        let repository = Repository::at(&folder).unwrap();
        let (main, wide) = (repository.branch("main").unwrap(), repository.branch("wide").unwrap());
        assert_eq!(branch_base(&repository, &wide).unwrap(), Some(main));
        let tree = at_revision(&repository, &wide, |_| true, &Limits::default()).unwrap();
        assert_eq!(tree.files.get("c/d.txt").unwrap().as_ref(), b"data 3\n");
        assert_eq!(tree.files.len(), 2);
        assert!(create(&folder, &[]).is_err(), "what is there is never replaced");
        assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 1);
    }
}
