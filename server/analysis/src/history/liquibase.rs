//! Liquibase's formatted SQL: changesets with attributes and ways back, all in comments.

use super::sections::{is, lines};
use crate::sql::Dialect;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

type Texts = BTreeMap<String, Arc<str>>;

/// What stands in the place of a way back that has nothing to do: `--rollback empty`.
pub(super) const NOTHING: &str = ";";

/// One changeset.
#[derive(Debug, Default)]
pub(super) struct Changeset {
    /// `author:id`.
    pub id: String,
    /// Does it.
    pub up: Range<usize>,
    /// Undoes it.
    pub down: Option<Range<usize>>,
    /// Undone by running this other one again.
    pub again: Option<String>,
    /// Asks to be run outside of a transaction.
    pub alone: bool,
    /// Run again whenever it changes, or always.
    pub repeatable: bool,
    /// Where in the file it begins, with its line of attributes.
    start: usize,
    dbms: Vec<String>,
    delimiter: Option<String>,
}

impl Changeset {
    /// Runs on this database product.
    pub fn runs_on(&self, dialect: Dialect) -> bool {
        let names: &[&str] = match dialect {
            Dialect::Postgres => &["postgresql", "postgres"],
            Dialect::Mysql => &["mysql", "mariadb"],
            Dialect::Sqlite => &["sqlite"],
        };
        let named = |one: &str| names.contains(&one) || one == "all";
        let (without, with): (Vec<_>, Vec<_>) = self.dbms.iter().partition(|one| one.starts_with('!'));
        !without.iter().any(|one| named(&one[1..])) && (with.is_empty() || with.iter().any(|one| named(one)))
    }
}

/// A file of changesets. The texts are as long as the file, so that a place in them is one in the file.
#[derive(Debug)]
pub(super) struct Cut {
    /// In their order.
    pub sets: Vec<Changeset>,
    /// What does it: every statement ends with a semicolon, and the ways back are blank.
    pub up: Arc<str>,
    /// What undoes it, out of its comments; the rest is blank.
    pub down: Arc<str>,
}

/// Cuts a file.
pub(super) fn cut(text: &str) -> Cut {
    let mut sets: Vec<Changeset> = Vec::new();
    let (mut up, mut down) = (text.as_bytes().to_vec(), text.as_bytes().to_vec());
    let mut in_block = false;
    for (at, line) in lines(text) {
        let whole = at..at + line.len();
        let trimmed = line.trim();
        if in_block {
            in_block = !trimmed.ends_with("*/");
            blank(&mut up, whole.clone());
            if !in_block && let Some(mark) = line.rfind("*/") {
                blank(&mut down, at + mark..whole.end);
            }
            undo(&mut sets, whole);
            continue;
        }
        let Some(bare) = directive(trimmed) else {
            blank(&mut down, whole);
            if let Some(end) = end_of_statement(line, sets.last().and_then(|set| set.delimiter.as_deref())) {
                let end = at + end.start..at + end.end;
                blank(&mut up, end.clone());
                up[end.start] = b';';
            }
            continue;
        };
        if bare == "/*" {
            in_block = true;
            blank(&mut up, whole.clone());
            blank(&mut down, whole);
        } else if is(bare, "changeset ") {
            if let Some(last) = sets.last_mut() {
                last.up.end = last.up.end.min(at);
            }
            sets.push(Changeset { start: at, up: whole.end..text.len(), ..attributes(&bare["changeset ".len()..]) });
            blank(&mut down, whole);
        } else if is(bare, "rollback ") {
            let sql = bare["rollback ".len()..].trim();
            blank(&mut up, whole.clone());
            let begins = at + line.find(bare).unwrap_or(0) + "rollback ".len();
            blank(&mut down, at..begins);
            if is(sql, "empty") || is(sql, "not required") {
                blank(&mut down, whole.clone());
                down[begins..begins + NOTHING.len()].copy_from_slice(NOTHING.as_bytes());
            } else if let Some(last) = sets.last_mut() {
                last.again = other(sql);
            }
            undo(&mut sets, begins..whole.end);
        } else {
            blank(&mut down, whole.clone());
            if ["comment", "precondition", "validchecksum"].iter().any(|word| is(bare, word)) {
                blank(&mut up, whole);
            }
        }
    }
    let read = |bytes: Vec<u8>| String::from_utf8(bytes).map_or_else(|_| Arc::from(text), Arc::from);
    Cut { sets, up: read(up), down: read(down) }
}

/// What stands behind the mark of a comment; `/*` where a block of rollback begins.
fn directive(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix("/*") {
        let words: Vec<_> = rest.split_whitespace().map(str::to_lowercase).collect();
        return (words == ["liquibase", "rollback"]).then_some("/*");
    }
    line.strip_prefix("--").map(|rest| rest.trim_start_matches('-').trim_start())
}

fn undo(sets: &mut [Changeset], span: Range<usize>) {
    let Some(last) = sets.last_mut() else { return };
    match &mut last.down {
        Some(down) => down.end = span.end,
        None => last.down = Some(span),
    }
}

fn blank(bytes: &mut [u8], span: Range<usize>) {
    for byte in &mut bytes[span] {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

/// What ends a statement on this line, if it is no semicolon: `GO` on a line of its own always does.
fn end_of_statement(line: &str, delimiter: Option<&str>) -> Option<Range<usize>> {
    let trimmed = line.trim();
    let delimiter = delimiter.unwrap_or("GO");
    let at = trimmed.len().checked_sub(delimiter.len())?;
    let ends = trimmed.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(delimiter));
    // A word may stand at the end of a line for itself, and a slash may end a comment.
    let alone = delimiter.chars().all(char::is_alphanumeric);
    let comment = delimiter == "/" && trimmed.ends_with("*/");
    let before = line.len() - line.trim_start().len();
    (ends && !comment && (!alone || at == 0)).then_some(before + at..before + trimmed.len())
}

/// `author:id` of a changeset whose statements are this way back.
fn other(sql: &str) -> Option<String> {
    let value = |name: &str| sql.split_whitespace().find_map(|word| is(word, name).then(|| &word[name.len()..]));
    Some(format!("{}:{}", value("changesetauthor:")?, value("changesetid:")?))
}

fn attributes(text: &str) -> Changeset {
    // Either half of the name may be quoted, and the author may have blanks.
    let (author, rest) = text.split_once(':').unwrap_or((text, ""));
    let rest = rest.trim_start();
    let (id, rest) = match rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some(quoted) => quoted,
        None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
    };
    let value = |name: &str| {
        let mut words = rest.split_whitespace();
        words.find_map(|word| is(word, name).then(|| word[name.len()..].trim_matches('"').to_owned()))
    };
    let set = |name: &str, expected: &str| value(name).is_some_and(|value| value.eq_ignore_ascii_case(expected));
    let dbms = value("dbms:").unwrap_or_default().to_lowercase();
    // `\nGO` and the like: a line break before it, as an expression.
    let delimiter = value("enddelimiter:").map(|value| value.trim_start_matches("\\n").to_owned());
    Changeset {
        id: format!("{}:{}", author.trim().trim_matches('"'), id.trim()),
        alone: set("runintransaction:", "false")
            || rest.to_lowercase().replace(' ', "").contains("runintransaction:false"),
        repeatable: set("runonchange:", "true") || set("runalways:", "true"),
        dbms: dbms.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect(),
        delimiter: delimiter.filter(|value| !value.is_empty() && value != ";"),
        ..Changeset::default()
    }
}

/// The product that the attributes name most often, where every changeset names one.
pub(super) fn named_dialect(texts: &Texts) -> Option<Dialect> {
    let sets: Vec<Changeset> = texts.values().flat_map(|text| cut(text).sets).collect();
    if sets.is_empty() || sets.iter().any(|set| set.dbms.is_empty()) {
        return None;
    }
    let votes = |dialect| sets.iter().filter(|set| set.runs_on(dialect)).count();
    let all = [Dialect::Sqlite, Dialect::Mysql, Dialect::Postgres];
    all.into_iter().max_by_key(|dialect| votes(*dialect))
}

/// The texts without what runs on some products only.
pub(super) fn common(texts: &Texts) -> Texts {
    let keep = |(path, text): (&String, &Arc<str>)| {
        let mut bytes = text.as_bytes().to_vec();
        for set in cut(text).sets.iter().filter(|set| !set.dbms.is_empty()) {
            blank(&mut bytes, set.start..set.up.end);
        }
        let text = String::from_utf8(bytes).map_or_else(|_| text.clone(), Arc::from);
        (path.clone(), text)
    };
    texts.iter().map(keep).collect()
}
