//! The index of a tree's code, read on all cores.

use super::Rules;
use super::sources::is_code;
use analysis::Files;
use analysis::code::{CodeIndex, Columns, FileFacts, scan};
use std::collections::HashSet;
use std::sync::Arc;
use std::thread;

/// The code of `head` and of `base`, each with the columns that it runs on. What both have in common, word for word, is read once.
pub(super) fn indexes(
    head: &Files,
    base: &Files,
    rules: &Rules,
    columns: &Columns,
    (new, old): (&Columns, &Columns),
    endpoints: &[String],
) -> (CodeIndex, CodeIndex) {
    let of_head = facts(&sources(head, rules));
    let (same, other): (Vec<_>, Vec<_>) =
        sources(base, rules).into_iter().partition(|(path, bytes)| head.get(path) == Some(bytes));
    let same: HashSet<&str> = same.into_iter().map(|(path, _)| path).collect();
    let of_base = facts(&other);
    let shared = of_head.iter().filter(|facts| same.contains(facts.path.as_str()));
    let build = |facts: &[&FileFacts], own: &Columns| {
        CodeIndex::build_on(facts.iter().copied(), columns, own, endpoints.iter().map(String::as_str))
    };
    let base_facts: Vec<&FileFacts> = shared.chain(&of_base).collect();
    (build(&of_head.iter().collect::<Vec<_>>(), new), build(&base_facts, old))
}

/// The code of one tree.
pub(super) fn index(files: &Files, rules: &Rules, columns: &Columns, endpoints: &[String]) -> CodeIndex {
    CodeIndex::build(&facts(&sources(files, rules)), columns, endpoints.iter().map(String::as_str))
}

/// Every source file but the migrations: what those write is no reader.
fn sources<'a>(files: &'a Files, rules: &Rules) -> Vec<(&'a str, &'a Arc<[u8]>)> {
    let own = format!("{}/", rules.options.folder.trim_matches('/'));
    files.iter().filter(|(path, _)| is_code(path) && !path.starts_with(&own)).collect()
}

fn facts(sources: &[(&str, &Arc<[u8]>)]) -> Vec<FileFacts> {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = sources.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = sources
            .chunks(share)
            .map(|part| {
                scope.spawn(move || part.iter().filter_map(|(path, bytes)| scan(path, bytes)).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().filter_map(|part| part.join().ok()).flatten().collect()
    })
}
