//! The files of a revision, and of a work tree.

use super::{GitError, Repository};
use analysis::Files;
use analysis::parallel::ahead;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// What is left out.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Larger files are named, not read; bytes.
    pub file: u64,
    /// Most files.
    pub files: usize,
    /// Most bytes in all.
    pub total: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 64 * 1024 * 1024, files: 100_000, total: 1024 * 1024 * 1024 }
    }
}

/// A file that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: &'static str,
}

/// Files and what was left out.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Path and bytes.
    pub files: Files,
    /// What was not read.
    pub skipped: Vec<Skipped>,
}

struct Taking<'a> {
    limits: &'a Limits,
    tree: Tree,
    count: usize,
    bytes: u64,
}

impl<'a> Taking<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, tree: Tree::default(), count: 0, bytes: 0 }
    }

    /// Counts a file of this size; false, and named, where it is too much.
    fn take(&mut self, path: &str, size: u64) -> bool {
        let why = match () {
            () if size > self.limits.file => "larger than the limit for one file",
            () if self.count >= self.limits.files => "the limit of files is reached",
            () if self.bytes.saturating_add(size) > self.limits.total => "the limit of bytes is reached",
            () => {
                self.count += 1;
                self.bytes += size;
                return true;
            }
        };
        self.skip(path, why);
        false
    }

    fn skip(&mut self, path: impl Into<String>, why: &'static str) {
        self.tree.skipped.push(Skipped { path: path.into(), why });
    }
}

/// The files of a commit whose path `wanted` takes. Symbolic links and submodules are named, never followed.
///
/// # Errors
/// Those of git.
pub fn at_revision(
    repository: &Repository,
    commit: &str,
    wanted: impl Fn(&str) -> bool,
    limits: &Limits,
) -> Result<Tree, GitError> {
    let listing = repository.git.bytes(&["ls-tree", "-r", "-z", "-l", "--full-tree", commit]);
    let listing = listing.map_err(|error| match error {
        // git's own words are about objects, which nobody has named.
        GitError::Refused { .. } => unlisted(repository, commit),
        other => other,
    })?;
    let mut taking = Taking::new(limits);
    let mut asked = Vec::new();
    for entry in listing.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
        let text = String::from_utf8_lossy(entry);
        let Some((facts, path)) = text.split_once('\t').filter(|(_, path)| wanted(path)) else { continue };
        let facts: Vec<&str> = facts.split_ascii_whitespace().collect();
        let [mode, kind, object, size] = facts[..] else { continue };
        match (mode, kind) {
            ("120000", _) => taking.skip(path, "a symbolic link"),
            (_, "blob") if taking.take(path, size.parse().unwrap_or(u64::MAX)) => {
                asked.push((path.to_owned(), object.to_owned()));
            }
            (_, "blob") => {}
            _ => taking.skip(path, "a submodule"),
        }
    }
    read_objects(repository, asked, &mut taking)?;
    Ok(taking.tree)
}

/// Why the files of a commit cannot be listed.
fn unlisted(repository: &Repository, commit: &str) -> GitError {
    match repository.commit(commit) {
        Ok(known) => GitError::Incomplete(known.chars().take(12).collect()),
        Err(error) => error,
    }
}

/// One process reads them all. The names are written by a thread of their own: both pipes would fill otherwise.
fn read_objects(
    repository: &Repository,
    asked: Vec<(String, String)>,
    taking: &mut Taking<'_>,
) -> Result<(), GitError> {
    let git = &repository.git;
    let failed = |cause| git.io(cause);
    let mut command = git.command(&["cat-file", "--batch"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().map_err(failed)?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(GitError::Refused { what: "cat-file".to_owned(), said: "it cannot be talked to".to_owned() });
    };
    let names: Vec<String> = asked.iter().map(|(_, object)| format!("{object}\n")).collect();
    let writer = std::thread::spawn(move || names.iter().all(|name| input.write_all(name.as_bytes()).is_ok()));
    let mut output = BufReader::new(output);
    let read = || -> std::io::Result<()> {
        for (path, _) in asked {
            let mut head = String::new();
            output.read_line(&mut head)?;
            let Some(size) = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok()) else {
                taking.skip(path, "not in the repository; a shallow or partial copy lacks it");
                continue;
            };
            let mut bytes = vec![0; size];
            output.read_exact(&mut bytes)?;
            output.read_exact(&mut [0; 1])?;
            taking.tree.files.put(path, bytes);
        }
        Ok(())
    };
    let result = read();
    drop(output);
    let _ = writer.join();
    let _ = child.kill();
    let _ = child.wait();
    result.map_err(failed)
}

/// The files of a folder whose path `wanted` takes: in a repository those that git knows or would add, elsewhere all but
/// hidden ones. Symbolic links are named, never followed, so that nothing outside is read.
///
/// # Errors
/// The folder cannot be read.
pub fn in_folder(
    folder: &Path,
    repository: Option<&Repository>,
    wanted: impl Fn(&str) -> bool,
    limits: &Limits,
) -> Result<Tree, GitError> {
    let paths = match repository {
        Some(repository) => listed(repository)?,
        None => walk(folder)?,
    };
    let mut taking = Taking::new(limits);
    let mut ways = BTreeMap::new();
    let mut asked = Vec::new();
    let paths: Vec<String> = paths.into_iter().filter(|path| wanted(path)).collect();
    let look = |path: &String| {
        let file = folder.join(path);
        let facts = std::fs::symlink_metadata(&file);
        (file, facts)
    };
    ahead(&paths, look, |path, (file, facts)| {
        let Ok(facts) = facts else {
            // What git lists and is not there was removed. Bytes that are no text were replaced in the name.
            if path.contains(char::REPLACEMENT_CHARACTER) {
                taking.skip(path, "its name is not UTF-8");
            }
            return;
        };
        if facts.is_symlink() {
            taking.skip(path, "a symbolic link");
        } else if !facts.is_file() {
            taking.skip(path, "not a plain file");
        } else if let Some(why) = outside(folder, &file, &mut ways) {
            taking.skip(path, why);
        } else if taking.take(path, facts.len()) {
            asked.push((path, file));
        }
    });
    ahead(
        &asked,
        |(_, file)| std::fs::read(file),
        |(path, _), read| match read {
            Ok(bytes) => taking.tree.files.put(path.as_str(), bytes),
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            Err(_) => taking.skip(path.as_str(), "it cannot be read"),
        },
    );
    Ok(taking.tree)
}

/// Why the file is not really below the folder: a part of its path is a link to elsewhere. Its own folder is looked at
/// once. One that is gone by now has nothing outside either.
fn outside(folder: &Path, file: &Path, ways: &mut BTreeMap<PathBuf, bool>) -> Option<&'static str> {
    let within = match file.parent() {
        None => false,
        Some(parent) => {
            *ways.entry(parent.to_owned()).or_insert_with(|| match (folder.canonicalize(), parent.canonicalize()) {
                (Ok(folder), Ok(parent)) => parent.starts_with(folder),
                (Ok(_), Err(cause)) => cause.kind() == ErrorKind::NotFound,
                _ => false,
            })
        }
    };
    (!within).then_some("a folder on its way is a symbolic link")
}

fn listed(repository: &Repository) -> Result<BTreeSet<String>, GitError> {
    let bytes = repository.git.bytes(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
    Ok(bytes
        .split(|byte| *byte == 0)
        .filter(|path| !path.is_empty())
        .map(|path| String::from_utf8_lossy(path).into_owned())
        .collect())
}

fn walk(folder: &Path) -> Result<BTreeSet<String>, GitError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| GitError::Io { path, cause }
    };
    let mut found = BTreeSet::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((at, prefix)) = open.pop() {
        let entries = match std::fs::read_dir(&at) {
            // What others remove meanwhile was not part of it. The folder itself has to be there.
            Err(cause) if cause.kind() == ErrorKind::NotFound && at != folder => continue,
            other => other.map_err(failed(&at))?,
        };
        for entry in entries {
            let entry = match entry {
                Err(cause) if cause.kind() == ErrorKind::NotFound => continue,
                other => other.map_err(failed(&at))?,
            };
            let name = entry.file_name().to_string_lossy().into_owned();
            // Where the project's own rules stand is the one hidden folder that counts.
            if (name.starts_with('.') && name != ".change-mgmt") || name == "node_modules" || name == "target" {
                continue;
            }
            let path = format!("{prefix}{name}");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push((entry.path(), format!("{path}/"))),
                _ => drop(found.insert(path)),
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
