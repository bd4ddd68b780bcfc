//! What is wrong with a folder of migrations, before any SQL is looked at.

use super::liquibase::NOTHING;
use super::{Defect, History, Layout, Migration, Script, order};
use crate::sql::{self, Depth, Limits};
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
    let deployed: BTreeMap<_, _> = base.migrations.iter().map(|m| (head.layout.key(m), m)).collect();
    let broken: Vec<_> = base.defects.iter().map(|(path, _)| path.as_str()).collect();
    // The other half of a pair may be there without having been read.
    let oversized = head.defects.iter().filter(|(_, defect)| matches!(defect, Defect::Oversized(_)));
    let halves: BTreeSet<String> = oversized.map(|(path, _)| path).chain(unread).map(|path| pair(path)).collect();
    let cut = head.defects.iter().any(|(_, defect)| *defect == Defect::TooMany);
    for (path, defect) in head.defects.iter().filter(|(path, _)| !broken.contains(&path.as_str())) {
        match defect {
            Defect::Damaged => fault("encoding", path, "holds bytes that are not valid text".to_owned()),
            Defect::Oversized(bytes) => {
                fault("file-too-large", path, format!("has {bytes} bytes, which is more than is read"));
            }
            Defect::TooMany => {
                fault("file-too-large", path, "this file and those after it are too many to be read".to_owned())
            }
            Defect::Orphan if cut || halves.contains(&pair(path)) => {}
            Defect::Orphan => fault("orphan-down", path, "undoes a migration that is not there".to_owned()),
            Defect::Misnamed(expected) => {
                let message = format!("is not run: the tool expects a name like {expected}");
                fault("misnamed-migration", path, message);
            }
            Defect::Unplanned(why) => fault("not-in-plan", path, why.clone()),
        }
    }
    let undoes = head.undoes(base);
    let latest = base.migrations.iter().filter(|m| !m.repeatable).max_by_key(|m| order(&m.version));
    let mut versions: BTreeMap<Vec<(u64, String)>, &str> = BTreeMap::new();
    // The place names the file, which may hold several changes.
    let of = |migration: &Migration| match head.layout {
        Layout::Liquibase => format!("changeset {}: ", migration.name),
        _ => String::new(),
    };
    for migration in &head.migrations {
        let path = &migration.up.path;
        let of = of(migration);
        let known = deployed.get(&head.layout.key(migration));
        if let Some(known) = known {
            let edited = !migration.repeatable && !head.layout.is_same(&known.up, &migration.up);
            if edited {
                fault("edited-migration", path, format!("{of}already deployed, and changed here"));
            }
            match (&known.down, &migration.down) {
                (Some(old), None) if !halves.contains(&pair(&old.path)) && !cut => {
                    let what = if old.path == *path { "the part that undoes it" } else { old.path.as_str() };
                    let message = format!("{of}already deployed, and {what} is removed here");
                    fault("missing-down", path, message);
                }
                (Some(old), Some(new)) if !(head.layout.is_same(old, new) || edited && new.path == *path) => {
                    let back = if new.path == *path { String::new() } else { format!(" of {path}") };
                    let message = format!(
                        "{of}the way back{back}, already deployed, is another one than was reviewed and proven"
                    );
                    fault("edited-migration", &new.path, message);
                }
                _ => {}
            }
        } else {
            if is_empty(&migration.up, head) {
                fault("empty-migration", path, format!("{of}has no statement"));
            }
            let must_undo = undoes && !migration.repeatable;
            match &migration.down {
                _ if !must_undo => {}
                None => fault("missing-down", path, format!("{of}nothing undoes it")),
                Some(down) if is_empty(down, head) => {
                    let what = if down.path == *path { "the part of it that undoes it" } else { down.path.as_str() };
                    fault("missing-down", path, format!("{of}not undone: {what} is empty"));
                }
                Some(_) => {}
            }
            if let Some(latest) = latest.filter(|latest| order(&migration.version) < order(&latest.version)) {
                let message = format!("is new, but sorts before {}, which is already deployed", latest.up.path);
                // Liquibase runs every changeset that has not run, wherever it stands.
                if !migration.repeatable && !migration.baseline && head.layout != Layout::Liquibase {
                    fault("out-of-order", path, message);
                }
            }
        }
        if !migration.repeatable && head.layout != Layout::Liquibase {
            match versions.insert(order(&migration.version), path) {
                Some(other)
                    if other != path && (known.is_none() || !deployed.keys().any(|(path, _)| *path == other)) =>
                {
                    let message = format!("has the same version {} as {other}", migration.version);
                    fault("duplicate-version", path, message);
                }
                _ => {}
            }
        }
    }
    let present: BTreeMap<_, _> = head.migrations.iter().map(|m| (head.layout.key(m), ())).collect();
    for (key, migration) in &deployed {
        let path = &migration.up.path;
        if !present.contains_key(key) && !migration.repeatable {
            let unread = head.defects.iter().any(|(defect, _)| defect == path);
            if !unread {
                fault("removed-migration", path, format!("{}already deployed, and removed here", of(migration)));
            }
        }
    }
    faults
}

/// Comments and blanks do nothing, whatever they say.
fn is_empty(script: &Script, history: &History) -> bool {
    let mut lines = script.sql().lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--"));
    match lines.next() {
        None => true,
        // Said on purpose.
        Some(NOTHING) if history.layout == Layout::Liquibase => false,
        Some(first) if !first.starts_with(['/', '#', ';']) => false,
        Some(_) => {
            let (limits, span) = (Limits::default(), &script.span);
            let read = sql::read(&script.text, span.start, span.end, history.dialect, &limits, Depth::Effects);
            read.statements.is_empty() && read.problems.is_empty()
        }
    }
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
