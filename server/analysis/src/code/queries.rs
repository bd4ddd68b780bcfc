//! Queries in the code that a change can break. They are read when they are asked for the first time: most changes ask
//! for none.

use super::facts::{ConflictFacts, CountedFacts, InsertFacts, JoinedFacts, SqlFacts, Worded, WrittenFacts};
use super::scan::scan;
use super::sql::{fold, of_body};
use crate::parallel::ahead;
use crate::{Files, Place};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// The code, and what is known of it by now.
pub struct Queries<'a> {
    files: &'a Files,
    folder: String,
    read: RefCell<HashMap<String, Rc<Statements>>>,
    naming: RefCell<HashMap<String, Rc<[Rc<Statements>]>>>,
    bodies: RefCell<HashMap<Arc<str>, Rc<Statements>>>,
}

/// What one file says.
#[derive(Default)]
struct Statements {
    joined: Vec<(JoinedFacts, Place)>,
    counted: Vec<(CountedFacts, Place)>,
    inserts: Vec<(InsertFacts, Place)>,
    conflicts: Vec<(ConflictFacts, Place)>,
    written: Vec<(WrittenFacts, Place)>,
    calls: Vec<(Worded, Place)>,
    deletes: Vec<(Worded, Place)>,
}

impl<'a> Queries<'a> {
    /// The code among `files`; what is in `folder` are migrations.
    pub(crate) fn new(files: &'a Files, folder: &str) -> Self {
        let folder = folder.trim_matches(['/', '.']);
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Self { files, folder, read: RefCell::default(), naming: RefCell::default(), bodies: RefCell::default() }
    }

    /// Names without a table that this one, `schema.table`, is joined to, and `NATURAL JOIN` with it.
    pub(crate) fn joining(&self, table: &str) -> Vec<(JoinedFacts, Place)> {
        self.naming(table).iter().flat_map(|file| file.joining(table)).cloned().collect()
    }

    /// All columns of this table, where their number has to fit.
    pub(crate) fn counting(&self, table: &str) -> Vec<(CountedFacts, Place)> {
        self.naming(table).iter().flat_map(|file| file.counting(table)).cloned().collect()
    }

    /// Inserts into this table that list its columns without this one.
    pub(crate) fn leaving_out(&self, table: &str, column: &str) -> Vec<Place> {
        let (files, column) = (self.naming(table), fold(column));
        let all = files.iter().flat_map(|file| &file.inserts).filter(|(one, _)| one.table == table);
        all.filter(|(one, _)| !one.columns.contains(&column)).map(|(_, place)| place.clone()).collect()
    }

    /// Inserts into this table that list this column.
    pub(crate) fn giving(&self, table: &str, column: &str) -> Vec<Place> {
        let (files, column) = (self.naming(table), fold(column));
        let all = files.iter().flat_map(|file| &file.inserts).filter(|(one, _)| one.table == table);
        all.filter(|(one, _)| one.columns.contains(&column)).map(|(_, place)| place.clone()).collect()
    }

    /// Calls of this routine, `schema.name`.
    pub(crate) fn calling(&self, routine: &str) -> Vec<Place> {
        let files = self.naming(routine);
        let all = files.iter().flat_map(|file| &file.calls).filter(|(one, _)| one.word == routine);
        all.map(|(_, place)| place.clone()).collect()
    }

    /// Statements that delete rows of this table.
    pub(crate) fn deleting(&self, table: &str) -> Vec<Place> {
        let files = self.naming(table);
        let all = files.iter().flat_map(|file| &file.deletes).filter(|(one, _)| one.word == table);
        all.map(|(_, place)| place.clone()).collect()
    }

    /// Inserts into this table with an `ON CONFLICT` that needs its constraint of this name, or one on these columns.
    pub(crate) fn meeting(&self, table: &str, constraint: &str, columns: &[String]) -> Vec<Place> {
        let sorted = |columns: &[String]| columns.iter().map(|column| fold(column)).collect::<BTreeSet<_>>();
        let (files, name, wanted) = (self.naming(table), fold(constraint), sorted(columns));
        let all = files.iter().flat_map(|file| &file.conflicts).filter(|(one, _)| one.table == table);
        let meets = |one: &ConflictFacts| match &one.constraint {
            Some(constraint) => *constraint == name,
            None => !wanted.is_empty() && sorted(&one.columns) == wanted,
        };
        all.filter(|(one, _)| meets(one)).map(|(_, place)| place.clone()).collect()
    }

    /// Texts that are written into this column.
    pub(crate) fn written(&self, table: &str, column: &str) -> Vec<(String, Place)> {
        let (files, column) = (self.naming(table), fold(column));
        let all = files.iter().flat_map(|file| &file.written);
        let own = all.filter(|(one, _)| one.table == table && one.column == column);
        own.map(|(one, place)| (one.text.clone(), place.clone())).collect()
    }

    /// What the body of a routine says of the table.
    pub(crate) fn in_body(&self, body: &Arc<str>, table: &str) -> (Vec<JoinedFacts>, Vec<CountedFacts>) {
        let mut bodies = self.bodies.borrow_mut();
        let read = || Rc::new(Statements::of(of_body(body), ""));
        let said = bodies.entry(Arc::clone(body)).or_insert_with(read);
        let joined = said.joining(table).map(|(one, _)| one.clone()).collect();
        (joined, said.counting(table).map(|(one, _)| one.clone()).collect())
    }

    /// What the files say that hold the table's name.
    fn naming(&self, table: &str) -> Rc<[Rc<Statements>]> {
        if let Some(known) = self.naming.borrow().get(table) {
            return Rc::clone(known);
        }
        let name = table.rsplit('.').next().unwrap_or(table);
        // Where everything is in one folder, scripts cannot be told from queries.
        let own =
            |path: &str| if self.folder.is_empty() { path.ends_with(".sql") } else { path.starts_with(&self.folder) };
        let files = self.files.iter().filter(|(path, bytes)| !own(path) && holds(bytes, name.as_bytes()));
        let files: Vec<(&str, &[u8])> = files.map(|(path, bytes)| (path, &**bytes)).collect();
        let mut read = self.read.borrow_mut();
        let new: Vec<_> = files.iter().copied().filter(|(path, _)| !read.contains_key(*path)).collect();
        ahead(
            &new,
            |(path, bytes)| scan(path, bytes),
            |(path, _), facts| {
                read.insert(
                    (*path).to_owned(),
                    Rc::new(facts.map(|facts| Statements::of(facts.sql, path)).unwrap_or_default()),
                );
            },
        );
        let found: Rc<[_]> = files.iter().filter_map(|(path, _)| read.get(*path).cloned()).collect();
        self.naming.borrow_mut().insert(table.to_owned(), Rc::clone(&found));
        found
    }
}

impl Statements {
    fn of(statements: Vec<SqlFacts>, path: &str) -> Self {
        let mut all = Self::default();
        for SqlFacts { joined, counted, inserts, conflicts, written, calls, deletes, .. } in statements {
            all.joined.extend(joined.into_iter().map(|one| (one.clone(), one.at.place(path))));
            all.counted.extend(counted.into_iter().map(|one| (one.clone(), one.at.place(path))));
            all.inserts.extend(inserts.into_iter().map(|one| (one.clone(), one.at.place(path))));
            all.written.extend(written.into_iter().map(|one| (one.clone(), one.at.place(path))));
            all.calls.extend(calls.into_iter().map(|one| (one.clone(), one.at.place(path))));
            all.deletes.extend(deletes.into_iter().map(|one| (one.clone(), one.at.place(path))));
            all.conflicts.extend(conflicts.into_iter().map(|one| (one.clone(), one.at.place(path))));
        }
        all
    }

    fn joining(&self, table: &str) -> impl Iterator<Item = &(JoinedFacts, Place)> {
        self.joined.iter().filter(move |(one, _)| one.tables.iter().any(|name| name == table))
    }

    fn counting(&self, table: &str) -> impl Iterator<Item = &(CountedFacts, Place)> {
        self.counted.iter().filter(move |(one, _)| one.table == table)
    }
}

/// In any case of its letters.
fn holds(text: &[u8], word: &[u8]) -> bool {
    let Some(first) = word.first().map(u8::to_ascii_lowercase) else { return false };
    let mut starts = text.iter().enumerate().filter(|(_, byte)| byte.to_ascii_lowercase() == first);
    starts.any(|(at, _)| text.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word)))
}
