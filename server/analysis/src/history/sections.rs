//! Files that hold more than one script: directives in comments.

use super::Layout;
use std::ops::Range;

/// One change in a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// `author:id`; empty where a file holds one change.
    pub id: String,
    /// Does it.
    pub up: Range<usize>,
    /// Undoes it.
    pub down: Option<Range<usize>>,
    /// Asks to be run outside of a transaction.
    pub alone: bool,
}

/// One of the first lines that are not blank begins with this (given in lower case).
pub fn starts(text: &str, directive: &str) -> bool {
    lines(text).map(|(_, line)| line.trim()).filter(|line| !line.is_empty()).take(8).any(|line| is(line, directive))
}

/// The script asks its tool not to open a transaction.
pub fn opts_out(text: &str) -> bool {
    ["-- no-transaction", "--no-transaction", "-- flyway:executeintransaction=false"]
        .iter()
        .any(|line| starts(text, line))
}

fn is(line: &str, directive: &str) -> bool {
    line.get(..directive.len()).is_some_and(|head| head.eq_ignore_ascii_case(directive))
}

/// Lines with the offset of their first byte.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

/// The changes in a file.
pub fn cut(layout: Layout, text: &str) -> Vec<Section> {
    match layout {
        Layout::Dbmate => two_ways(text, "-- migrate:up", "-- migrate:down", "transaction:false"),
        Layout::Goose => two_ways(text, "-- +goose up", "-- +goose down", "-- +goose no transaction"),
        Layout::Liquibase => changesets(text),
        _ => vec![Section { up: 0..text.len(), ..Section::default() }],
    }
}

fn two_ways(text: &str, up: &str, down: &str, alone: &str) -> Vec<Section> {
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
    vec![section]
}

fn changesets(text: &str) -> Vec<Section> {
    let mut all: Vec<Section> = Vec::new();
    for (at, line) in lines(text) {
        let trimmed = line.trim();
        let bare = trimmed.trim_start_matches('-').trim_start();
        if !trimmed.starts_with("--") {
            continue;
        }
        if is(bare, "changeset ") {
            if let Some(last) = all.last_mut() {
                last.up.end = last.up.end.min(at);
            }
            let id = bare["changeset ".len()..].split_whitespace().next().unwrap_or_default().to_owned();
            let alone = bare.to_ascii_lowercase().replace(' ', "").contains("runintransaction:false");
            all.push(Section { id, up: at + line.len()..text.len(), down: None, alone });
        } else if is(bare, "rollback") {
            let Some(last) = all.last_mut() else { continue };
            let sql_at = at + line.find("ollback").unwrap_or(0) + "ollback".len();
            let end = at + line.len();
            // Several rollback lines are one script; what stands between them are their comment marks.
            match &mut last.down {
                Some(down) => down.end = end,
                None => last.down = Some(sql_at.min(end)..end),
            }
        }
    }
    if all.is_empty() {
        all.push(Section { up: 0..text.len(), ..Section::default() });
    }
    all
}
