//! Migrations that are no SQL.

use super::check::Fault;
use super::flyway::parts;
use super::layout::{Layout, split};
use super::{History, has_extension};
use crate::{Files, Text};
use std::collections::BTreeSet;

/// Languages that tools run migrations in, by the ending of the file.
const LANGUAGES: &[(&str, &str)] = &[
    ("cjs", "JavaScript"),
    ("cs", "C#"),
    ("cts", "TypeScript"),
    ("go", "Go"),
    ("java", "Java"),
    ("js", "JavaScript"),
    ("json", "JSON"),
    ("kt", "Kotlin"),
    ("mjs", "JavaScript"),
    ("mts", "TypeScript"),
    ("php", "PHP"),
    ("py", "Python"),
    ("rb", "Ruby"),
    ("rs", "Rust"),
    ("scala", "Scala"),
    ("ts", "TypeScript"),
    ("xml", "XML"),
    ("yaml", "YAML"),
    ("yml", "YAML"),
];

/// The language of a file that is named as migrations are.
fn language(path: &str) -> Option<&'static str> {
    let (stem, ending) = path.rsplit('/').next().unwrap_or(path).rsplit_once('.')?;
    let beside = ["_test", ".test", ".spec", ".d", ".Designer"].iter().any(|end| stem.ends_with(end));
    let (_, language) = LANGUAGES.iter().find(|(known, _)| *known == ending)?;
    (!beside && numbered(stem)).then_some(language)
}

/// Whether a file in another language than SQL is named as migrations are.
pub fn is_numbered(path: &str) -> bool {
    language(path).is_some()
}

/// `00003_x`, `V2__X`, and classes and modules whose names cannot begin with a digit: `Version2026…`, `m2026…`.
fn numbered(stem: &str) -> bool {
    let number = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
    let dated = ["Version", "m"].iter().any(|head| stem.strip_prefix(head).is_some_and(|rest| number(rest) >= 8));
    !split(stem).0.is_empty() || parts(stem).is_some() || dated
}

/// A list of changes in a format that is no language: whatever it is called, it says what it is.
fn is_changelog(path: &str, bytes: &[u8]) -> bool {
    let text = Text::read(bytes).text;
    let set = match path.rsplit_once('.') {
        Some((_, "xml")) => "<changeSet",
        Some((_, "json")) => "\"changeSet\"",
        _ => "changeSet:",
    };
    text.contains("databaseChangeLog") && text.contains(set)
}

/// Migrations in `files` that are not in SQL and that `base` does not have as they are.
pub(crate) fn in_code(files: &Files, base: &Files, folder: &str, head: &History, old: &History) -> Vec<Fault> {
    let dir = |path: &str| path.rsplit_once('/').map_or(String::new(), |(dir, _)| dir.to_owned());
    let both = head.migrations.iter().chain(&old.migrations);
    let mut dirs: BTreeSet<String> = both.map(|migration| dir(&migration.up.path)).collect();
    dirs.insert(folder.trim_matches(['/', '.']).to_owned());
    let prefix = match folder.trim_matches('/') {
        "" | "." => String::new(),
        folder => format!("{folder}/"),
    };
    let is_new = |path: &str, bytes: &[u8]| base.get(path).is_none_or(|old| **old != *bytes);
    let runs = |path: &str, bytes: &[u8]| {
        let stem = path.rsplit('/').next().unwrap_or(path).split('.').next().unwrap_or_default();
        let data = ["xml", "json", "yaml", "yml"].iter().any(|ending| has_extension(path, ending));
        match head.layout {
            _ if data => path.starts_with(&prefix) && is_changelog(path, bytes),
            // The classes stand among the sources, not beside the scripts.
            Layout::Flyway => {
                parts(stem).is_some() && language(path).is_some() && !path.split('/').any(|part| part == "test")
            }
            _ => language(path).is_some() && dirs.contains(&dir(path)),
        }
    };
    let named = |path: &str| {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        LANGUAGES.iter().find(|(known, _)| *known == ending).map(|(_, language)| *language)
    };
    let found = files.iter().filter_map(|(path, bytes)| Some((path, bytes, named(path)?)));
    let new = found.filter(|(path, bytes, _)| is_new(path, bytes) && runs(path, bytes));
    new.map(|(path, _, language)| Fault {
        rule: "not-analysable",
        path: path.to_owned(),
        subject: format!("file {path}"),
        message: format!("this migration is written in {language}: what it does is not known"),
    })
    .collect()
}
