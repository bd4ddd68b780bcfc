//! What all files say together.

mod calls;
mod model;
mod reached;
mod routes;
mod uses;

#[cfg(test)]
mod tests;

pub use model::{Columns, Function, Request, Route, Use};

use super::facts::{Access, FileFacts};
use super::sql::fold;
use crate::Place;
use crate::openapi::template;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The columns or the constraint of an `ON CONFLICT`, and where it stands.
type Conflict = (Vec<String>, Option<String>, Use);

/// Tables and columns, the code that uses them, the endpoints that lead there and the clients that call these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeIndex {
    uses: BTreeMap<String, BTreeMap<Option<String>, Vec<Use>>>,
    /// Inserts by table, with the columns that they list.
    inserts: BTreeMap<String, Vec<(Vec<String>, Use)>>,
    /// Columns that none of the tables has that they can be of, as far as the schemas are known.
    adrift: BTreeMap<(String, Vec<String>), Vec<Use>>,
    /// Calls of the database's routines, by `schema.name`.
    called: BTreeMap<String, Vec<Use>>,
    /// Texts in statements, with the columns that these use, by table.
    texts: BTreeMap<String, Vec<(Arc<Named>, Use)>>,
    /// `ON CONFLICT` by table: its columns, and the constraint that it names.
    conflicts: BTreeMap<String, Vec<Conflict>>,
    /// All functions, in the order of files and places.
    pub functions: Vec<Function>,
    /// All endpoints.
    pub routes: Vec<Route>,
    /// Requests to endpoints that the code serves or that were said to be known.
    pub requests: Vec<Request>,
    /// Files that were not looked into, and why.
    pub notices: Vec<(String, String)>,
}

/// Columns by table.
type Named = BTreeMap<String, BTreeSet<String>>;

/// `users`, `Public.Users` and `public.users` as one name: `public.users`.
pub fn table_name(table: &str) -> String {
    let parts: Vec<String> = table.trim().split('.').map(|part| fold(part.trim().trim_matches('"'))).collect();
    super::sql::table_key(&parts)
}

impl CodeIndex {
    /// Joins what the files say. `columns` tells what names without a table mean: best those of the base and the head
    /// schema together. `endpoints` are known beside those in the code (`GET /users/{id}`), for the clients' sake.
    pub fn build<'a>(
        files: impl IntoIterator<Item = &'a FileFacts>,
        columns: &Columns,
        endpoints: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self::build_on(files, columns, &Columns::default(), endpoints)
    }

    /// The same for code that runs on the schema `own`: what a name without a table means there is what it means, where
    /// that and the other schema have it in two tables together, as with a column that moves.
    pub fn build_on<'a>(
        files: impl IntoIterator<Item = &'a FileFacts>,
        columns: &Columns,
        own: &Columns,
        endpoints: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut files: Vec<&FileFacts> = files.into_iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut index = Self::default();
        let firsts = index.functions(&files);
        index.uses(&files, &firsts, uses::Schemas { all: columns, own });
        index.calls(&files, &firsts);
        index.routes(&files, &firsts);
        index.requests(&files, &firsts, endpoints.into_iter().map(template).collect());
        index.notices = files.iter().filter_map(|file| Some((file.path.clone(), file.notice.clone()?))).collect();
        index
    }

    /// All uses of a table and of its columns; `schema.table`.
    pub fn of_table(&self, table: &str) -> Vec<&Use> {
        self.uses.get(table).into_iter().flat_map(BTreeMap::values).flatten().collect()
    }

    /// All uses of one column, those of all columns at once (`*`) among them.
    pub fn of_column(&self, table: &str, column: &str) -> Vec<&Use> {
        let Some(columns) = self.uses.get(table) else { return Vec::new() };
        [fold(column), "*".to_owned()].into_iter().filter_map(|name| columns.get(&Some(name))).flatten().collect()
    }

    /// Uses of one column by its own name.
    pub fn naming_column(&self, table: &str, column: &str) -> Vec<&Use> {
        self.uses.get(table).and_then(|columns| columns.get(&Some(fold(column)))).into_iter().flatten().collect()
    }

    /// Inserts that list the table's columns without this one.
    pub fn inserts_without(&self, table: &str, column: &str) -> Vec<&Use> {
        let (all, column) = (self.inserts.get(table).into_iter().flatten(), fold(column));
        all.filter(|(columns, _)| columns.iter().all(|name| *name != column)).map(|(_, one)| one).collect()
    }

    /// Every used table with its used columns; no column stands for the table, `*` for all its columns.
    pub fn all(&self) -> impl Iterator<Item = (&str, Option<&str>, &[Use])> {
        self.uses.iter().flat_map(|(table, columns)| {
            columns.iter().map(move |(column, uses)| (table.as_str(), column.as_deref(), uses.as_slice()))
        })
    }

    /// Columns, with the tables that they can be of, of which none has it.
    pub fn adrift(&self) -> impl Iterator<Item = (&str, &[String], &[Use])> {
        self.adrift.iter().map(|((column, tables), uses)| (column.as_str(), tables.as_slice(), uses.as_slice()))
    }

    /// Functions that use a column (or, without one, the table) in their own statements.
    pub fn functions_using(&self, table: &str, column: Option<&str>) -> Vec<usize> {
        let column = column.map(fold);
        let hits = |function: &Function| {
            function.uses.iter().any(|(used, name, _)| {
                used == table
                    && match (column.as_deref(), name.as_deref()) {
                        (None, _) | (_, Some("*")) => true,
                        (Some(column), Some(name)) => column == name,
                        (Some(_), None) => false,
                    }
            })
        };
        self.functions.iter().enumerate().filter(|(_, function)| hits(function)).map(|(i, _)| i).collect()
    }

    /// Endpoints from which any of `functions` is reached.
    pub fn routes_reaching(&self, functions: &[usize]) -> Vec<&Route> {
        self.routes.iter().filter(|route| functions.iter().any(|function| route.reaches.contains(function))).collect()
    }

    /// Requests to the endpoint with this key.
    pub fn requests_to(&self, key: &str) -> Vec<&Request> {
        self.requests.iter().filter(|request| request.endpoint == key).collect()
    }

    /// Lists the functions of all files; returns the index of each file's first one.
    fn functions(&mut self, files: &[&FileFacts]) -> Vec<usize> {
        let mut firsts = Vec::new();
        for file in files {
            firsts.push(self.functions.len());
            self.functions.extend(file.functions.iter().map(|function| Function {
                name: function.name.clone(),
                owner: function.owner.clone(),
                place: function.at.place(&file.path),
                uses: BTreeSet::new(),
                calls: Vec::new(),
            }));
        }
        firsts
    }

    fn add(&mut self, table: &str, column: Option<&str>, access: Access, place: Place, function: Option<usize>) {
        let column = column.map(str::to_owned);
        if let Some(function) = function.and_then(|at| self.functions.get_mut(at)) {
            function.uses.insert((table.to_owned(), column.clone(), access));
        }
        let uses = self.uses.entry(table.to_owned()).or_default().entry(column).or_default();
        uses.push(Use { place, access, function });
    }
}
