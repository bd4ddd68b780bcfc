//! Files that hold both ways: directives in comments.

use super::Layout;
use std::ops::Range;

/// The two ways of a change in one file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Does it.
    pub up: Range<usize>,
    /// Undoes it.
    pub down: Option<Range<usize>>,
    /// Asks to be run outside of a transaction.
    pub alone: bool,
}

/// The first of the directives (given in lower case) with which one of the first lines that are not blank begins.
pub fn starts(text: &str, directives: &[&'static str]) -> Option<&'static str> {
    let first = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).take(8);
    let found = first.filter(|line| line.starts_with("--"));
    // Told by the order of the directives, not by that of the lines.
    let at = found.filter_map(|line| directives.iter().position(|directive| is(line, directive))).min();
    at.map(|at| directives[at])
}

/// The script asks its tool not to open a transaction.
pub fn opts_out(text: &str) -> bool {
    starts(text, &["-- no-transaction", "--no-transaction", "-- flyway:executeintransaction=false"]).is_some()
}

/// The same, in the file of settings that Flyway reads beside a script.
pub fn conf_opts_out(conf: &str) -> bool {
    conf.lines().any(|line| line.replace(' ', "").trim().eq_ignore_ascii_case("executeintransaction=false"))
}

/// The line begins with this, in whatever case.
pub(super) fn is(line: &str, directive: &str) -> bool {
    line.get(..directive.len()).is_some_and(|head| head.eq_ignore_ascii_case(directive))
}

/// Lines with the offset of their first byte.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

/// The change in a file.
pub fn cut(layout: Layout, text: &str) -> Section {
    match layout {
        Layout::Dbmate => two_ways(text, "-- migrate:up", "-- migrate:down", "transaction:false"),
        Layout::Goose => two_ways(text, "-- +goose up", "-- +goose down", "-- +goose no transaction"),
        _ => Section { up: 0..text.len(), ..Section::default() },
    }
}

fn two_ways(text: &str, up: &str, down: &str, alone: &str) -> Section {
    let mut section = Section { up: 0..0, ..Section::default() };
    let mut found = false;
    for (at, line) in lines(text) {
        let trimmed = line.trim();
        section.alone |= trimmed.starts_with("--") && trimmed.to_ascii_lowercase().contains(alone);
        if is(trimmed, up) {
            section.up = at + line.len()..text.len();
            found = true;
        } else if is(trimmed, down) {
            if found && section.up.end > at {
                section.up.end = at;
            }
            section.down = Some(at + line.len()..text.len());
        }
    }
    // A file without directives in a folder of such files is all up.
    if !found && section.down.is_none() {
        section.up = 0..text.len();
    }
    section
}
