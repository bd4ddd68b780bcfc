//! Which database product a folder of migrations is for.

use super::layout::Texts;
use super::{History, Layout, has_extension, liquibase};
use crate::sql::{Dialect, Limits};
use crate::{Files, Text};

/// Files that are asked for signs.
const ASKED: usize = 50;

impl History {
    /// The migrations of a branch and those of its base. What is deployed tells the dialect, where it tells any: a change
    /// does not choose the rules that it is held to.
    pub fn both(
        files: &Files,
        base: &Files,
        folder: &str,
        layout: Option<Layout>,
        dialect: Option<Dialect>,
        limits: &Limits,
    ) -> (Self, Self) {
        let dialect = dialect.or_else(|| told(base, folder)).or_else(|| told(files, folder));
        let head = Self::read(files, folder, layout, dialect, limits);
        let old = Self::read(base, folder, Some(head.layout), Some(head.dialect), limits);
        (head, old)
    }
}

fn told(files: &Files, folder: &str) -> Option<Dialect> {
    let telling = files.under(folder).filter(|(path, _)| has_extension(path, "sql") || path.ends_with("_lock.toml"));
    let text = |bytes: &[u8]| Text::read(bytes.get(..1 << 16).unwrap_or(bytes)).text.into();
    let texts = telling.take(ASKED).map(|(path, bytes)| (path.to_owned(), text(bytes))).collect();
    let root = format!("{}/", folder.trim_matches('/'));
    of(Layout::recognise(&texts, &root), &texts)
}

/// The dialect that the files of such a folder tell, if they tell any.
pub(super) fn of(layout: Layout, texts: &Texts) -> Option<Dialect> {
    match layout {
        Layout::Liquibase => liquibase::named_dialect(texts).or_else(|| guess(&liquibase::common(texts))),
        _ => guess(texts),
    }
}

/// The dialect by signs that only one product has; nothing where there are none.
fn guess(texts: &Texts) -> Option<Dialect> {
    let (mut mysql, mut sqlite, mut postgres) = (0, 0, 0);
    for (path, text) in texts.iter().take(ASKED) {
        let mut head: String = text.chars().take(4_000).collect::<String>().to_ascii_lowercase();
        if has_extension(path, "sql") {
            head = code(&head);
        }
        let count = |signs: &[&str]| signs.iter().filter(|sign| head.contains(**sign)).count();
        mysql +=
            count(&["engine=innodb", "engine = innodb", "auto_increment", "provider = \"mysql\"", "`", "delimiter //"]);
        sqlite += count(&["autoincrement", "pragma ", "without rowid", "provider = \"sqlite\"", "strftime("]);
        postgres += count(&[
            "$$",
            "jsonb",
            "timestamptz",
            "serial",
            "plpgsql",
            "provider = \"postgresql\"",
            "concurrently",
            "::",
            "create extension",
        ]);
    }
    match (mysql, postgres, sqlite) {
        (0, 0, 0) => None,
        (mysql, postgres, sqlite) if mysql > postgres && mysql > sqlite => Some(Dialect::Mysql),
        (_, postgres, sqlite) if sqlite > postgres => Some(Dialect::Sqlite),
        _ => Some(Dialect::Postgres),
    }
}

/// Without comments and the insides of strings: anybody can write any word there.
fn code(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(['-', '/', '\'']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (skipped, end) = match rest {
            _ if rest.starts_with("--") => (true, rest.find('\n')),
            // MySQL runs what stands in `/*! .. */`.
            _ if rest.starts_with("/*") && !rest.starts_with("/*!") => (true, rest.find("*/").map(|end| end + 2)),
            _ if rest.starts_with('\'') => (true, rest[1..].find('\'').map(|end| end + 2)),
            _ => (false, Some(1)),
        };
        let end = end.unwrap_or(rest.len());
        if !skipped {
            out.push_str(&rest[..end]);
        }
        rest = &rest[end..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_signs() {
        let guessed = |sql: &str| guess(&[("1_a.sql".to_owned(), sql.into())].into());
        assert_eq!(guessed("create table t (a jsonb);"), Some(Dialect::Postgres));
        assert_eq!(guessed("create table `t` (a int auto_increment) engine=innodb;"), Some(Dialect::Mysql));
        assert_eq!(guessed("create table t (a integer primary key autoincrement);"), Some(Dialect::Sqlite));
        for sql in [
            "-- ENGINE=InnoDB `x`\ncreate table t (a int);",
            "/* pragma autoincrement */ create table t (a int / 2);",
            "insert into t values ('ENGINE=InnoDB', 'it''s `so`'); -- AUTO_INCREMENT",
        ] {
            assert_eq!(guessed(sql), None, "{sql}");
        }
    }
}
