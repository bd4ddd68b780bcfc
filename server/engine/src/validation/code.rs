//! The index of a tree's code, read on all cores.

use super::Rules;
use super::sources::is_code;
use analysis::Files;
use analysis::code::{CodeIndex, Columns, FileFacts, scan};
use std::thread;

/// Reads every source file but the migrations: what those write is no reader.
pub(super) fn index(files: &Files, rules: &Rules, columns: &Columns, endpoints: &[String]) -> CodeIndex {
    let own = format!("{}/", rules.options.folder.trim_matches('/'));
    let sources: Vec<_> = files.iter().filter(|(path, _)| is_code(path) && !path.starts_with(&own)).collect();
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = sources.len().div_ceil(cores).max(1);
    let facts: Vec<FileFacts> = thread::scope(|scope| {
        let parts: Vec<_> = sources
            .chunks(share)
            .map(|part| {
                scope.spawn(move || part.iter().filter_map(|(path, bytes)| scan(path, bytes)).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().filter_map(|part| part.join().ok()).flatten().collect()
    });
    CodeIndex::build(&facts, columns, endpoints.iter().map(String::as_str))
}
