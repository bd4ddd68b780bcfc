//! Migrations and API documents beside those that are looked at: what a change does in them is not told.

use super::sources::is_document;
use super::{Input, rules};
use analysis::history::{History, Layout, is_numbered};
use analysis::sql::Limits;
use analysis::{Effect, Files, Finding, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// The rules.
const UNREAD_FOLDER: &str = "unread-folder";
const UNREAD_DOCUMENT: &str = "unread-document";

/// Folders that hold migrations by their name alone; the others have to hold what is numbered.
const SURELY: &[&str] = &["migrations", "migration", "migrate", "changelog", "changelogs"];

/// Folders of what is tried or shown, and never runs on a database that is kept.
const TRIED: &[&str] = &["test", "tests", "__tests__", "testdata", "fixtures", "spec", "example", "examples", "vendor"];

/// A finding for each folder and each document that the change touches and that is not looked at.
pub(super) fn unread(input: &Input<'_>, layout: Layout) -> Vec<Finding> {
    let changed: BTreeSet<&str> =
        changed(input).filter(|path| !path.split('/').any(|part| TRIED.contains(&part))).collect();
    folders(input, layout, &changed).into_iter().chain(documents(input, &changed)).collect()
}

/// The paths of files that are new, read otherwise now, or gone.
fn changed<'a>(input: &Input<'a>) -> impl Iterator<Item = &'a str> {
    let (head, base) = (input.head, input.base);
    let here = head.iter().filter(|(path, bytes)| base.get(path) != Some(*bytes)).map(|(path, _)| path);
    let gone = base.iter().filter(|(path, _)| head.get(path).is_none()).map(|(path, _)| path);
    here.chain(gone).chain(input.unread.iter().map(super::Unread::path))
}

fn folders(input: &Input<'_>, layout: Layout, changed: &BTreeSet<&str>) -> Vec<Finding> {
    let own = match input.rules.options.folder.trim_matches('/') {
        "" | "." => return Vec::new(),
        folder => format!("{folder}/"),
    };
    let mut others: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for path in changed.iter().copied().filter(|path| !path.starts_with(&own)) {
        // Flyway's classes stand among the sources, and are named as such.
        let code = layout != Layout::Flyway && is_numbered(path);
        if let Some(folder) =
            rules::folder_of(path, &[input.head, input.base]).filter(|_| path.ends_with(".sql") || code)
            && !own.starts_with(&format!("{folder}/"))
        {
            others.entry(folder).or_default().push(path);
        }
    }
    others.retain(|folder, _| {
        let name = folder.rsplit('/').next().unwrap_or_default();
        SURELY.contains(&name) || [input.head, input.base].iter().any(|files| holds_migrations(files, folder))
    });
    let told = |(folder, paths): (String, Vec<&str>)| {
        let first = paths.first()?;
        let more = match paths.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        Some(Finding {
            rule: UNREAD_FOLDER.to_owned(),
            severity: Severity::Warning,
            effects: vec![Effect::Incomplete],
            place: Some(Place::file(*first)),
            subject: folder.clone(),
            message: format!(
                "The change touches {first}{more}, and the migrations in {folder} are not read: those in {} are.",
                own.trim_end_matches('/')
            ),
            why: "One folder of migrations is read for each project. Nothing is known of what the others do."
                .to_owned(),
            fix: format!(
                "Make {folder} a project of its own, or look at it with `--migrations {folder}`; which folder is this \
                 project's is said by `folder` under `[migrations]` in the project file."
            ),
            readers: Vec::new(),
            fingerprint: Finding::fingerprint(&[UNREAD_FOLDER, &folder]),
        })
    };
    others.into_iter().filter_map(told).collect()
}

/// Its files are numbered as a tool wants them; queries and dumps are not.
fn holds_migrations(files: &Files, folder: &str) -> bool {
    let history = History::read(files, folder, None, None, &Limits::default());
    history.layout != Layout::Plain && !history.migrations.is_empty()
}

fn documents(input: &Input<'_>, changed: &BTreeSet<&str>) -> Vec<Finding> {
    let Some(own) = input.rules.openapi.as_deref() else { return Vec::new() };
    let told = |path: &&str| Finding {
        rule: UNREAD_DOCUMENT.to_owned(),
        severity: Severity::Warning,
        effects: vec![Effect::Incomplete],
        place: Some(Place::file(*path)),
        subject: (*path).to_owned(),
        message: format!("The change touches the API document {path}, which is not read: {own} is."),
        why: "One API document is read for each project. Nothing is known of what breaks the clients of the others."
            .to_owned(),
        fix: format!(
            "Make it a document of a project of its own, or look at it with `--openapi {path}`; which document is this \
             project's is said by `openapi` in the project file."
        ),
        readers: Vec::new(),
        fingerprint: Finding::fingerprint(&[UNREAD_DOCUMENT, path]),
    };
    changed.iter().filter(|path| is_document(path) && **path != own).map(told).collect()
}

#[cfg(test)]
mod tests;
