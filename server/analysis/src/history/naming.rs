//! Files that their tool passes over because of their names.

use super::layout::{Layout, split};
use super::{Defect, has_extension};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Dumps and seeds that tools and people keep beside the migrations.
const BESIDE: &[&str] = &["schema", "structure", "dump", "fixtures"];

/// Takes out what the tool does not run, and says what it would have to be called; gives what is merely kept beside the
/// migrations.
pub(super) fn sift(
    layout: Layout,
    texts: &mut BTreeMap<String, Arc<str>>,
    root: &str,
    defects: &mut Vec<(String, Defect)>,
) -> Vec<String> {
    let mut passed = Vec::new();
    let files: Vec<(String, String)> = texts
        .keys()
        .filter(|path| has_extension(path, "sql"))
        .filter_map(|path| Some((path.clone(), path.strip_prefix(root)?.to_owned())))
        .collect();
    let misnamed = match layout {
        Layout::Sqlx | Layout::GolangMigrate | Layout::Dbmate | Layout::Goose => {
            let (below, own): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, name)| name.contains('/'));
            let (beside, flat): (Vec<_>, Vec<_>) = own.into_iter().partition(|(_, name)| is_beside(name));
            passed.extend(beside);
            // None of these tools looks into the folders of its folder.
            if flat.iter().any(|(_, name)| is_numbered(layout, name)) {
                passed.extend(below);
            }
            flat_files(layout, &flat)
        }
        Layout::Prisma | Layout::Diesel => folders(layout, &files),
        _ => Vec::new(),
    };
    for (path, expected) in misnamed {
        texts.remove(&path);
        defects.push((path, Defect::Misnamed(expected)));
    }
    for (path, _) in &passed {
        texts.remove(path);
    }
    passed.into_iter().map(|(path, _)| path).collect()
}

/// `<number>_<name>.sql`.
fn is_numbered(layout: Layout, name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".sql") else { return false };
    let (number, _) = split(stem);
    !number.is_empty() && (stem[number.len()..].starts_with('_') || layout == Layout::Dbmate)
}

fn is_beside(name: &str) -> bool {
    let stem = name[..name.len() - 4].to_ascii_lowercase();
    BESIDE.contains(&stem.as_str()) || stem.starts_with("seed")
}

/// The direction at the end of a name, however it is written: `_UP`, `-down`, `.up`; and the rest.
fn direction(stem: &str) -> (&str, Option<&'static str>) {
    for (word, sign) in [("up", "up"), ("down", "down"), ("rollback", "down")] {
        let Some(at) = stem.len().checked_sub(word.len()) else { continue };
        let told = stem.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(word));
        if told && stem[..at].ends_with(['_', '-', '.', ' ']) {
            return (stem[..at].trim_end_matches(['_', '-', '.', ' ']), Some(sign));
        }
    }
    (stem, None)
}

fn flat_files(layout: Layout, files: &[(String, String)]) -> Vec<(String, String)> {
    let has_pairs = matches!(layout, Layout::Sqlx | Layout::GolangMigrate);
    let is_pair = |name: &str| name.ends_with(".up.sql") || name.ends_with(".down.sql");
    let paired = has_pairs && files.iter().filter(|(_, name)| is_pair(name)).count() * 2 > files.len();
    let fits = |name: &str| {
        let Some(stem) = name.strip_suffix(".sql") else { return false };
        let said = !paired || direction(stem).1.is_none() || is_pair(name) || stem.ends_with(".rollback");
        said && is_numbered(layout, name)
    };
    let (good, bad): (Vec<_>, Vec<_>) = files.iter().partition(|(_, name)| fits(name));
    // Where most files are named in another way it is not this tool that runs them.
    if good.len() < bad.len() {
        return Vec::new();
    }
    let expected = |name: &str| {
        let (stem, told) = direction(&name[..name.len() - 4]);
        let (number, rest) = split(stem);
        let number = if number.is_empty() { "<version>" } else { number };
        let rest = if rest.is_empty() { "<name>" } else { rest };
        match told.or(paired.then_some("up")).filter(|_| has_pairs) {
            Some(way) => format!("{number}_{rest}.{way}.sql"),
            None => format!("{number}_{rest}.sql"),
        }
    };
    bad.into_iter().map(|(path, name)| (path.clone(), expected(name))).collect()
}

fn folders(layout: Layout, files: &[(String, String)]) -> Vec<(String, String)> {
    let main = if layout == Layout::Prisma { "migration.sql" } else { "up.sql" };
    let has = |folder: &str, file: &str| files.iter().any(|(_, name)| *name == format!("{folder}/{file}"));
    let mut found = Vec::new();
    for (path, name) in files {
        let expected = match name.rsplit_once('/') {
            None if is_beside(name) => continue,
            None => {
                let (number, rest) = split(&name[..name.len() - 4]);
                let number = if number.is_empty() { "<version>" } else { number };
                let rest = if rest.is_empty() { "<name>" } else { rest };
                format!("{number}_{rest}/{main}")
            }
            Some((_, "up.sql" | "down.sql" | "migration.sql")) => continue,
            Some((folder, file)) => {
                let down = file.to_ascii_lowercase().starts_with("down");
                match (down, has(folder, main)) {
                    (true, _) if !has(folder, "down.sql") => format!("{folder}/down.sql"),
                    (false, false) => format!("{folder}/{main}"),
                    // Whatever else is kept beside a migration.
                    _ => continue,
                }
            }
        };
        found.push((path.clone(), expected));
    }
    found
}
