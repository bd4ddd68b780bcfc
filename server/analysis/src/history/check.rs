//! What is wrong with a folder of migrations, before any SQL is looked at.

use super::{Defect, History, order};
use std::collections::{BTreeMap, BTreeSet};

/// Something wrong with the files: the rule, the path, the subject, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule's name.
    pub rule: &'static str,
    /// The file.
    pub path: String,
    /// What it is about.
    pub subject: String,
    /// What was found.
    pub message: String,
}

/// Compares the migrations with those that are deployed (`base`, empty where nothing is).
///
/// `unread` are files that are there, and that nobody could read.
pub fn check(head: &History, base: &History, unread: &[String]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |rule, path: &str, message: String| {
        faults.push(Fault { rule, path: path.to_owned(), subject: format!("file {path}"), message });
    };
    let deployed: BTreeMap<_, _> = base.migrations.iter().map(|m| ((m.up.path.as_str(), m.name.as_str()), m)).collect();
    let broken: Vec<_> = base.defects.iter().map(|(path, _)| path.as_str()).collect();
    // The other half of a pair may be there without having been read.
    let oversized = head.defects.iter().filter(|(_, defect)| matches!(defect, Defect::Oversized(_)));
    let halves: BTreeSet<String> = oversized.map(|(path, _)| path).chain(unread).map(|path| pair(path)).collect();
    let cut = head.defects.iter().any(|(_, defect)| *defect == Defect::TooMany);
    for (path, defect) in head.defects.iter().filter(|(path, _)| !broken.contains(&path.as_str())) {
        match defect {
            Defect::Damaged => fault("encoding", path, format!("{path} holds bytes that are not valid text")),
            Defect::Oversized(bytes) => {
                fault("file-too-large", path, format!("{path} has {bytes} bytes, which is more than is read"));
            }
            Defect::TooMany => {
                fault("file-too-large", path, format!("{path} and the files after it are too many to be read"))
            }
            Defect::Orphan if cut || halves.contains(&pair(path)) => {}
            Defect::Orphan => fault("orphan-down", path, format!("{path} undoes a migration that is not there")),
            Defect::Misnamed(expected) => {
                let message = format!("{path} is not run: the tool expects a name like {expected}");
                fault("misnamed-migration", path, message);
            }
            Defect::Unplanned(why) => fault("not-in-plan", path, format!("{path}: {why}")),
        }
    }
    let latest = base.migrations.iter().filter(|m| !m.repeatable).max_by_key(|m| order(&m.version));
    let mut versions: BTreeMap<Vec<(u64, String)>, &str> = BTreeMap::new();
    for migration in &head.migrations {
        let path = &migration.up.path;
        let known = deployed.get(&(path.as_str(), migration.name.as_str()));
        if let Some(known) = known {
            if !head.layout.is_same(&known.up, &migration.up) && !migration.repeatable {
                fault("edited-migration", path, format!("{path} is already deployed, and is changed here"));
            }
        } else {
            if migration.up.sql().trim().is_empty() {
                fault("empty-migration", path, format!("{path} has no statement"));
            }
            let must_undo = head.layout.has_down() && !migration.repeatable;
            match &migration.down {
                _ if !must_undo => {}
                None => fault("missing-down", path, format!("{path} has no script that undoes it")),
                Some(down) if down.sql().trim().is_empty() => {
                    let what = if down.path == *path { "the part of it that undoes it" } else { down.path.as_str() };
                    fault("missing-down", path, format!("{path} is not undone: {what} is empty"));
                }
                Some(_) => {}
            }
            if let Some(latest) = latest.filter(|latest| order(&migration.version) < order(&latest.version)) {
                let message = format!("{path} is new, but sorts before {}, which is already deployed", latest.up.path);
                // Liquibase runs every changeset that has not run, wherever it stands.
                if !migration.repeatable && head.layout != super::Layout::Liquibase {
                    fault("out-of-order", path, message);
                }
            }
        }
        if !migration.repeatable && head.layout != super::Layout::Liquibase {
            match versions.insert(order(&migration.version), path) {
                Some(other)
                    if other != path && (known.is_none() || !deployed.keys().any(|(path, _)| *path == other)) =>
                {
                    let message = format!("{path} has the same version {} as {other}", migration.version);
                    fault("duplicate-version", path, message);
                }
                _ => {}
            }
        }
    }
    let present: BTreeMap<_, _> = head.migrations.iter().map(|m| ((m.up.path.as_str(), m.name.as_str()), ())).collect();
    for ((path, _), migration) in &deployed {
        if !present.contains_key(&(*path, migration.name.as_str())) && !migration.repeatable {
            let unread = head.defects.iter().any(|(defect, _)| defect == path);
            if !unread {
                fault("removed-migration", path, format!("{path} is already deployed, and is removed here"));
            }
        }
    }
    faults
}

/// What a script and the one that undoes it have in common.
fn pair(path: &str) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match stem {
        "up" | "down" | "migration" => folder.to_owned(),
        _ => match stem.strip_prefix(['U', 'V']).and_then(|rest| rest.split_once("__")) {
            Some((version, _)) => format!("{folder}/{version}"),
            None => {
                let ends = [".up", ".down", ".rollback"];
                let stem = ends.iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(stem);
                format!("{folder}/{stem}")
            }
        },
    }
}
