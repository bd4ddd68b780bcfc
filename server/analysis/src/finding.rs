//! One thing that somebody has to know, mend or waive.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How much it matters. An error blocks deployment until it is mended or waived (SPEC R4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; asks for nothing.
    Notice,
    /// Somebody should look at it.
    Warning,
    /// Must be mended or waived.
    Error,
}

impl Severity {
    /// As reports and people write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// What goes wrong if it is deployed as it stands; a finding may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Code or clients that work today stop working.
    Breaking,
    /// Rows or values are gone afterwards.
    DataLoss,
    /// Other sessions wait: a lock, a rewrite, a long scan.
    Blocking,
    /// It may fail on data that the files do not show.
    DataDependent,
    /// It cannot be undone as written.
    Irreversible,
    /// The files cannot be understood, paired or ordered.
    Malformed,
    /// Something that the change needs is missing.
    Incomplete,
    /// Works, but a convention or good practice is not kept.
    Convention,
}

/// A stretch of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Path inside the repository.
    pub path: String,
    /// First line, from 1.
    pub line: u32,
    /// First column, from 1, in characters.
    pub column: u32,
    /// Last line, from 1.
    pub end_line: u32,
    /// Column after the last character, from 1.
    pub end_column: u32,
}

impl Place {
    /// The place of `text[start..end]` (bytes; moved back to character boundaries, cut at the end of the text).
    pub fn new(path: impl Into<String>, text: &str, start: usize, end: usize) -> Self {
        let (line, column) = position(text, start);
        let (end_line, end_column) = position(text, end.max(start));
        Self { path: path.into(), line, column, end_line, end_column }
    }

    /// A file as a whole.
    pub fn file(path: impl Into<String>) -> Self {
        Self { path: path.into(), line: 1, column: 1, end_line: 1, end_column: 1 }
    }
}

/// Where the lines of a text begin, so that many places in it cost one pass over it.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
    /// Characters before each block: a column in a line of megabytes is not counted from its beginning.
    blocks: Vec<usize>,
}

const BLOCK: usize = 1024;

fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

impl Lines {
    /// Counts the lines of `text`.
    pub fn new(text: &str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut blocks = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            blocks.push(blocks.last().copied().unwrap_or(0) + characters(block));
        }
        Self { starts: std::iter::once(0).chain(ends).collect(), blocks }
    }

    /// The same as [`Place::new`] of the text that was counted.
    pub fn place(&self, path: impl Into<String>, text: &str, start: usize, end: usize) -> Place {
        let (line, column) = self.position(text, start);
        let (end_line, end_column) = self.position(text, end.max(start));
        Place { path: path.into(), line, column, end_line, end_column }
    }

    fn before(&self, text: &str, at: usize) -> usize {
        let block = at / BLOCK;
        let counted = self.blocks.get(block).copied().unwrap_or(0);
        counted + characters(text.as_bytes().get(block * BLOCK..at).unwrap_or_default())
    }

    fn position(&self, text: &str, at: usize) -> (u32, u32) {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX - 1);
        (count(line), count(self.before(text, at) - self.before(text, start)) + 1)
    }
}

fn position(text: &str, at: usize) -> (u32, u32) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX - 1) + 1;
    (count(before.bytes().filter(|byte| *byte == b'\n').count()), count(before[line_start..].chars().count()))
}

/// One finding (SPEC R4.6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The rule's name, in kebab-case; `change-mgmt rules NAME` explains it.
    pub rule: String,
    /// How much it matters here.
    pub severity: Severity,
    /// What goes wrong.
    pub effects: Vec<Effect>,
    /// Where; nothing when it is about something that is not there.
    pub place: Option<Place>,
    /// What it is about: `table public.users`, `column public.users.email`, `GET /api/changes`.
    pub subject: String,
    /// What was found, in one sentence that names the subject.
    pub message: String,
    /// What happens because of it.
    pub why: String,
    /// What to do instead.
    pub fix: String,
    /// The code that is hit by it.
    pub readers: Vec<Place>,
    /// Names the same finding again after lines moved: a waiver holds for it (SPEC R2.6).
    pub fingerprint: String,
}

impl Finding {
    /// A fingerprint of `parts`: what makes the finding the same one after unrelated edits (the rule, the path, the
    /// subject, the statement without its blanks, and which one of several it is), never a line number.
    pub fn fingerprint(parts: &[&str]) -> String {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hex::encode(&hash.finalize()[..12])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_from_one() {
        let text = "é\nab\n";
        let place = Place::new("a.sql", text, 3, 5);
        assert_eq!((place.line, place.column, place.end_line, place.end_column), (2, 1, 2, 3));
        assert_eq!(Place::new("a.sql", text, 1, 99).end_line, 3);
        assert_eq!(Place::new("a.sql", text, 2, 2).column, 2);
        let lines = Lines::new(text);
        for (start, end) in (0..8).flat_map(|start| (0..8).map(move |end| (start, end))) {
            assert_eq!(lines.place("a.sql", text, start, end), Place::new("a.sql", text, start, end));
        }
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(Finding::fingerprint(&["ab", "c"]), Finding::fingerprint(&["a", "bc"]));
    }
}
