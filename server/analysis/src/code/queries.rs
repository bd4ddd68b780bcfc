//! Queries in the code that a new column can break. They are read when they are asked for the first time: most changes
//! add none.

use super::facts::{CountedFacts, FileFacts, JoinedFacts, SqlFacts};
use super::scan::scan;
use crate::parallel::ahead;
use crate::{Files, Place};
use std::cell::RefCell;
use std::collections::HashMap;

type Statements = Vec<(Vec<JoinedFacts>, Vec<CountedFacts>)>;

/// The code, and what is known of it by now.
pub struct Queries<'a> {
    files: &'a Files,
    folder: String,
    read: RefCell<HashMap<String, Statements>>,
}

impl<'a> Queries<'a> {
    /// The code among `files`; what is in `folder` are migrations.
    pub(crate) fn new(files: &'a Files, folder: &str) -> Self {
        let folder = folder.trim_matches(['/', '.']);
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Self { files, folder, read: RefCell::default() }
    }

    /// Names without a table that this one, `schema.table`, is joined to, and `NATURAL JOIN` with it.
    pub(crate) fn joining(&self, table: &str) -> Vec<(JoinedFacts, Place)> {
        let with = |one: &&JoinedFacts| one.tables.iter().any(|name| name == table);
        self.all(table, |(joined, _)| joined, with, |one| one.at.place(""))
    }

    /// All columns of this table, where their number has to fit.
    pub(crate) fn counting(&self, table: &str) -> Vec<(CountedFacts, Place)> {
        self.all(table, |(_, counted)| counted, |one| one.table == table, |one| one.at.place(""))
    }

    fn all<T: Clone>(
        &self,
        table: &str,
        part: impl Fn(&(Vec<JoinedFacts>, Vec<CountedFacts>)) -> &Vec<T>,
        wanted: impl Fn(&&T) -> bool,
        place: impl Fn(&T) -> Place,
    ) -> Vec<(T, Place)> {
        let files = self.naming(table);
        let read = self.read.borrow();
        let mut found = Vec::new();
        for path in files {
            let statements = read.get(path).into_iter().flatten();
            let those = statements.flat_map(|one| part(one)).filter(&wanted);
            found.extend(those.map(|one| (one.clone(), Place { path: path.to_owned(), ..place(one) })));
        }
        found
    }

    /// The files that hold the table's name; they are read by then.
    fn naming(&self, table: &str) -> Vec<&'a str> {
        let name = table.rsplit('.').next().unwrap_or(table);
        // Where everything is in one folder, scripts cannot be told from queries.
        let own = |path: &str| {
            if self.folder.is_empty() { path.ends_with(".sql") } else { path.starts_with(&self.folder) }
        };
        let files = self.files.iter().filter(|(path, bytes)| !own(path) && holds(bytes, name.as_bytes()));
        let files: Vec<(&str, &[u8])> = files.map(|(path, bytes)| (path, &**bytes)).collect();
        let mut read = self.read.borrow_mut();
        let new: Vec<_> = files.iter().copied().filter(|(path, _)| !read.contains_key(*path)).collect();
        ahead(
            &new,
            |(path, bytes)| scan(path, bytes),
            |(path, _), facts| {
                read.insert((*path).to_owned(), statements(facts));
            },
        );
        files.into_iter().map(|(path, _)| path).collect()
    }
}

fn statements(facts: Option<FileFacts>) -> Statements {
    let told = |sql: &SqlFacts| !sql.joined.is_empty() || !sql.counted.is_empty();
    let all = facts.into_iter().flat_map(|facts| facts.sql).filter(told);
    all.map(|sql| (sql.joined, sql.counted)).collect()
}

/// In any case of its letters.
fn holds(text: &[u8], word: &[u8]) -> bool {
    let Some(first) = word.first().map(u8::to_ascii_lowercase) else { return false };
    let mut starts = text.iter().enumerate().filter(|(_, byte)| byte.to_ascii_lowercase() == first);
    starts.any(|(at, _)| text.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word)))
}
