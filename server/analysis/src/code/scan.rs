//! One file, whatever it is written in.

use super::facts::{FileFacts, FunctionFacts, SqlFacts};
use super::lines::Lines;
use super::mapped::Mapped;
use super::sql::{self, Source};
use super::{other, rust, typescript};
use crate::Text;

/// The longest file that is looked into.
pub const LONGEST: usize = 2 << 20;

/// What the file says; nothing for a kind of file that is not looked into. A pure function of the two, so that the
/// result can be kept by the digest of the bytes.
pub fn scan(path: &str, bytes: &[u8]) -> Option<FileFacts> {
    let extension = path.rsplit('/').next()?.rsplit_once('.')?.1.to_ascii_lowercase();
    let style = other::style(&extension);
    let known =
        matches!(extension.as_str(), "rs" | "ts" | "mts" | "cts" | "tsx" | "js" | "mjs" | "cjs" | "jsx" | "sql");
    if !known && style.is_none() {
        return None;
    }
    if bytes.len() > LONGEST {
        let notice = format!("the file has {} bytes; files of more than {LONGEST} are not looked into", bytes.len());
        return Some(FileFacts { path: path.to_owned(), notice: Some(notice), ..FileFacts::default() });
    }
    let Text { text, damaged } = Text::read(bytes);
    let mut facts = match (extension.as_str(), style) {
        ("rs", _) => rust::scan(path, &text).unwrap_or_else(|| unparsed(path, &text, &other::RUST)),
        ("sql", _) => queries(path, &text),
        (_, Some(style)) => other::scan(path, &text, style),
        (extension, None) => typescript::scan(path, &text, matches!(extension, "ts" | "mts" | "cts"))
            .unwrap_or_else(|| unparsed(path, &text, &other::TYPESCRIPT)),
    };
    if damaged && facts.notice.is_none() {
        facts.notice = Some("some bytes are no text and were passed over".to_owned());
    }
    Some(facts)
}

/// A file that its grammar does not take: SQL in what look like texts is found all the same.
fn unparsed(path: &str, text: &str, style: &other::Style) -> FileFacts {
    let notice = "the file could not be parsed; only the SQL in its texts was read".to_owned();
    FileFacts { notice: Some(notice), ..other::scan(path, text, style) }
}

/// A file of queries; each is a function where a comment names it.
fn queries(path: &str, text: &str) -> FileFacts {
    let mut facts = FileFacts { path: path.to_owned(), ..FileFacts::default() };
    let lines = Lines::of(text);
    let source = Source { text, lines: &lines };
    for (start, end) in sql::statements(text) {
        let statement = text.get(start..end).unwrap_or_default();
        let function = sql::statement_name(statement).map(|name| {
            let at = source.at(start, start);
            facts.functions.push(FunctionFacts { name: name.to_owned(), owner: None, at, calls: Vec::new() });
            u32::try_from(facts.functions.len() - 1).unwrap_or(u32::MAX)
        });
        let found = sql::read(&Mapped::plain(statement, start), &source, true);
        facts.sql.extend(found.into_iter().map(|one| SqlFacts { function, ..one }));
    }
    facts
}
