//! What a statement uses, by its bytes: before places in the file are known.

use super::super::facts::Access;
use super::super::mapped::MARK;

/// A table, or one of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) table: String,
    pub(crate) column: Option<String>,
    pub(crate) access: Access,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A column without its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loose {
    pub(crate) column: String,
    pub(crate) tables: Vec<String>,
    /// It is a column of one of these tables, and of nothing else.
    pub(crate) sure: bool,
    pub(crate) access: Access,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Rows that are put into a table with these columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inserted {
    pub(crate) table: String,
    pub(crate) columns: Vec<String>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Inserted {
    /// Nothing where no columns are listed, or not all that are listed are known.
    pub(crate) fn of(table: &str, columns: Vec<String>, (start, end): (usize, usize)) -> Option<Self> {
        let known = !columns.is_empty() && columns.iter().chain([&table.to_owned()]).all(|name| !name.contains(MARK));
        known.then(|| Self { table: table.to_owned(), columns, start, end })
    }
}

/// A routine that is called, or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) word: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// `ON CONFLICT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    pub(crate) table: String,
    pub(crate) columns: Vec<String>,
    pub(crate) constraint: Option<String>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A text that is written into a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) table: String,
    pub(crate) column: String,
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A name without its table, or `NATURAL JOIN`, among joined tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    pub(crate) column: Option<String>,
    pub(crate) tables: Vec<String>,
    /// A query among them gives the name.
    pub(crate) given: bool,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// `*` where the number of columns has to fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) table: String,
    pub(crate) beside: Vec<String>,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What one statement uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    pub(crate) found: Vec<Found>,
    pub(crate) loose: Vec<Loose>,
    pub(crate) inserts: Vec<Inserted>,
    pub(crate) calls: Vec<Word>,
    pub(crate) deletes: Vec<Word>,
    pub(crate) texts: Vec<Word>,
    pub(crate) conflicts: Vec<Conflict>,
    pub(crate) written: Vec<Written>,
    pub(crate) joined: Vec<Joined>,
    pub(crate) counted: Vec<Counted>,
    pub(crate) fragment: bool,
}
