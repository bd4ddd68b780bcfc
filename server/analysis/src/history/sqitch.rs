//! Sqitch's plan: the changes in their order, and the files of those that are reworked.

use super::layout::{Defects, Layout, Texts, migration, sql};
use super::{Defect, Migration};
use std::collections::BTreeSet;

/// A change of the plan, and the tags between it and the next one of its name.
struct Planned<'a> {
    name: &'a str,
    tags: Vec<&'a str>,
    /// Another change of this name follows.
    reworked: bool,
    /// How many of its name stand before it.
    before: usize,
}

fn planned(plan: &str) -> Vec<Planned<'_>> {
    let mut all: Vec<Planned<'_>> = Vec::new();
    for line in plan.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['%', '#'])) {
        let Some(word) = line.split_whitespace().next() else { continue };
        if word.starts_with('@') {
            all.iter_mut().filter(|one| !one.reworked).for_each(|one| one.tags.push(word));
            continue;
        }
        let before = all.iter().filter(|one| one.name == word).count();
        all.iter_mut().filter(|one| one.name == word).for_each(|one| one.reworked = true);
        all.push(Planned { name: word, tags: Vec::new(), reworked: false, before });
    }
    all
}

/// The migrations that the plan names.
pub(super) fn plan(texts: &Texts, root: &str, defects: &mut Defects) -> Vec<Migration> {
    let Some(plan) = texts.get(&format!("{root}sqitch.plan")) else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for one in planned(plan) {
        let name = one.name;
        let at = |file: &str| format!("{root}deploy/{file}.sql");
        // The script of a reworked change is kept under the name of a tag before the next one.
        let kept = one.tags.iter().map(|tag| format!("{name}{tag}")).filter(|_| one.reworked);
        let mut files: Vec<String> = kept.collect();
        if files.is_empty() {
            files.push(name.to_owned());
        }
        let file = files.iter().find(|file| texts.contains_key(&at(file))).unwrap_or(&files[0]);
        let path = at(file);
        let Some(text) = texts.get(&path) else {
            defects.push((path, Defect::Unplanned(format!("the plan names `{file}`, but the file is not there"))));
            continue;
        };
        seen.insert(path.clone());
        let down_path = format!("{root}revert/{file}.sql");
        let down = texts.get(&down_path).map(|text| Layout::Sqitch.whole(&down_path, text));
        let called = if one.before == 0 { name.to_owned() } else { format!("{name} ({})", one.before + 1) };
        let version = format!("{:06}", all.len() + 1);
        all.push(migration(&version, &called, Layout::Sqitch.whole(&path, text), down));
    }
    let deploy = format!("{root}deploy/");
    for (path, _) in sql(texts).filter(|(path, _)| path.starts_with(&deploy) && !seen.contains(*path)) {
        let why = "the plan does not name this file, so that it is never run";
        defects.push((path.clone(), Defect::Unplanned(why.to_owned())));
    }
    all
}
