//! Tables, functions, endpoints and requests, as the index gives them out.

use super::table_name;
use crate::Place;
use crate::code::facts::Access;
use crate::code::fold;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The columns of all tables and views, as far as they are known: what a name without a table can be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns(BTreeMap<String, Option<BTreeSet<String>>>);

impl Columns {
    /// Adds a table with its columns.
    pub fn put<C: AsRef<str>>(&mut self, table: &str, columns: impl IntoIterator<Item = C>) {
        let held = self.0.entry(table_name(table)).or_insert_with(|| Some(BTreeSet::new()));
        if let Some(held) = held {
            held.extend(columns.into_iter().map(|column| fold(column.as_ref())));
        }
    }

    /// Adds a view whose columns are not known.
    pub fn put_unknown(&mut self, view: &str) {
        self.0.insert(table_name(view), None);
    }

    /// With the columns of `other` added.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        for (table, columns) in other.0 {
            match columns {
                Some(columns) => self.put(&table, columns),
                None => self.put_unknown(&table),
            }
        }
        self
    }

    /// The columns of `schema.table`, folded; nothing if the table, or its columns, are not known.
    pub fn of(&self, table: &str) -> Option<&BTreeSet<String>> {
        self.0.get(table)?.as_ref()
    }

    /// No table at all is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// There is a `schema.table`.
    pub fn knows(&self, table: &str) -> bool {
        self.0.contains_key(table)
    }

    /// It is there, and in `after` it is not: a column or, without one, the table.
    pub fn loses(&self, after: &Self, table: &str, column: Option<&str>) -> bool {
        let Some(column) = column else { return self.knows(table) && !after.knows(table) };
        let column = fold(column);
        let had = self.of(table).is_some_and(|names| names.contains(&column));
        had && (!after.knows(table) || after.of(table).is_some_and(|names| !names.contains(&column)))
    }
}

/// A place that uses a column or a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Use {
    /// Where.
    pub place: Place,
    /// Read or written.
    pub access: Access,
    /// The function it stands in, by its index.
    pub function: Option<usize>,
}

/// A function or method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The type or class it belongs to.
    pub owner: Option<String>,
    /// Where its name stands.
    pub place: Place,
    /// Tables and columns that its own statements use; no column for the table as a whole.
    pub uses: BTreeSet<(String, Option<String>, Access)>,
    /// The functions that it calls, by their indices, as far as names tell.
    pub calls: Vec<usize>,
}

impl Function {
    /// `UserRepository.find`, or the name alone.
    pub fn full_name(&self) -> String {
        match &self.owner {
            Some(owner) => format!("{owner}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// An endpoint that the code serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// `GET`.
    pub method: String,
    /// The whole path as written.
    pub path: String,
    /// `GET /users/{}`; see [`crate::openapi::template`].
    pub key: String,
    /// Where it is declared.
    pub place: Place,
    /// The function that answers.
    pub handler: Option<usize>,
    /// The handler and all functions that it calls, directly or not.
    pub reaches: BTreeSet<usize>,
}

/// A request to a known endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Key of the endpoint.
    pub endpoint: String,
    /// The function that sends it.
    pub function: Option<usize>,
    /// Where its path stands.
    pub place: Place,
}
