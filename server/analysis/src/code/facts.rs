//! What one file says, as a pure function of its path and bytes, so that it can be kept by the file's digest.

use crate::Place;
use serde::{Deserialize, Serialize};

/// The database is read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Selected, compared, returned.
    Read,
    /// Inserted, updated, deleted.
    Write,
}

/// First and last line and column, from 1; the path is the file's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct At(pub u32, pub u32, pub u32, pub u32);

impl At {
    /// As a place in `path`.
    pub fn place(self, path: &str) -> Place {
        Place { path: path.to_owned(), line: self.0, column: self.1, end_line: self.2, end_column: self.3 }
    }
}

/// A column (or a table as a whole) that a statement uses.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TableUse {
    /// `schema.table`, lower case, `public` where none is written.
    pub table: String,
    /// Nothing for the table as a whole, `*` for all its columns.
    pub column: Option<String>,
    /// Read or written.
    pub access: Access,
    /// Where the name stands.
    pub at: At,
}

/// A column without a table's name, which is of one of several tables.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LooseUse {
    /// The column.
    pub column: String,
    /// The tables that it can be of.
    pub tables: Vec<String>,
    /// It is of one of these, and of nothing else.
    #[serde(default)]
    pub sure: bool,
    /// Read or written.
    pub access: Access,
    /// Where the name stands.
    pub at: At,
}

/// Rows that are put into a table with some of its columns: the others get their defaults.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct InsertFacts {
    /// `schema.table`.
    pub table: String,
    /// The columns that are given.
    pub columns: Vec<String>,
    /// Where the table's name stands.
    pub at: At,
}

/// A routine that is called, a table that loses rows, or a text that is written out, in a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Worded {
    /// `schema.name` of the routine or table, or the text.
    pub word: String,
    /// Where it stands.
    pub at: At,
}

/// `ON CONFLICT` of an insert.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConflictFacts {
    /// `schema.table`.
    pub table: String,
    /// The columns that it names.
    pub columns: Vec<String>,
    /// The constraint that it names.
    pub constraint: Option<String>,
    /// Where the first of these names stands.
    pub at: At,
}

/// A text that a statement writes into a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WrittenFacts {
    /// `schema.table`.
    pub table: String,
    /// The column.
    pub column: String,
    /// The text.
    pub text: String,
    /// Where it stands.
    pub at: At,
}

/// A name without its table among joined ones. Where a second of them gets such a column, it is ambiguous.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct JoinedFacts {
    /// The name; nothing for `NATURAL JOIN`, which compares all columns that the tables have in common.
    pub column: Option<String>,
    /// The tables, `schema.table`.
    pub tables: Vec<String>,
    /// A query among the joined ones, named by `WITH` or in brackets, gives the name.
    #[serde(default)]
    pub given: bool,
    /// Where it stands.
    pub at: At,
}

/// `*` in a place where the number of columns has to fit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CountedFacts {
    /// The table, `schema.table`.
    pub table: String,
    /// It fits as before where one of these gets a column as well.
    pub beside: Vec<String>,
    /// Where it stands.
    pub at: At,
}

/// One SQL statement in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SqlFacts {
    /// The function it stands in, by its index in the file's list.
    pub function: Option<u32>,
    /// The type that its rows are read into.
    pub record: Option<String>,
    /// It is only a part of a statement; its columns are of the tables of the function's other statements.
    pub fragment: bool,
    /// It may be a sentence as well: it counts where the schema has its tables and columns.
    #[serde(default)]
    pub perhaps: bool,
    /// What is known for sure.
    pub uses: Vec<TableUse>,
    /// What needs the schema, or the rest of the statement, to be told.
    pub loose: Vec<LooseUse>,
    /// What it inserts, where it lists the columns.
    #[serde(default)]
    pub inserts: Vec<InsertFacts>,
    /// Routines that it calls.
    #[serde(default)]
    pub calls: Vec<Worded>,
    /// Tables, `schema.table`, whose rows it deletes.
    #[serde(default)]
    pub deletes: Vec<Worded>,
    /// Texts that it holds.
    #[serde(default)]
    pub texts: Vec<Worded>,
    /// What its inserts meet.
    #[serde(default)]
    pub conflicts: Vec<ConflictFacts>,
    /// Texts that it writes into columns.
    #[serde(default)]
    pub written: Vec<WrittenFacts>,
    /// Names that one table alone may have.
    #[serde(default)]
    pub joined: Vec<JoinedFacts>,
    /// Columns whose number has to fit.
    #[serde(default)]
    pub counted: Vec<CountedFacts>,
}

/// A call of another function, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Call {
    /// The last word before the bracket.
    pub name: String,
    /// The word before that: a module, a type, a variable.
    pub of: Option<String>,
}

/// A function or method.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionFacts {
    /// Its name; `GET /path` for a handler without one.
    pub name: String,
    /// The type or class it belongs to.
    pub owner: Option<String>,
    /// Where its name stands.
    pub at: At,
    /// What it calls, without repeats.
    pub calls: Vec<Call>,
}

/// An endpoint that the file declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteFacts {
    /// `GET`.
    pub method: String,
    /// As written, without what it is nested under.
    pub path: String,
    /// Name of the function that answers, with its module if written.
    pub handler: Option<Call>,
    /// The function that declares it, or the variable it is declared on.
    pub router: Option<String>,
    /// Where.
    pub at: At,
}

/// A router that is put under a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NestFacts {
    /// The path it is put under.
    pub prefix: String,
    /// The function or variable that holds the router, with its module if written.
    pub target: Call,
    /// The function or variable that it is put into.
    pub router: Option<String>,
}

/// A request to an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestFacts {
    /// `GET`, if it can be told.
    pub method: Option<String>,
    /// The path, with `{}` for what is filled in.
    pub path: String,
    /// The function it stands in.
    pub function: Option<u32>,
    /// Where.
    pub at: At,
}

/// A type with named fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFacts {
    /// Its name.
    pub name: String,
    /// The fields by the name that a row or a document has for them.
    pub fields: Vec<(String, At)>,
}

/// Everything that one file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Path inside the repository.
    pub path: String,
    /// Why the file was not looked into, or not wholly.
    pub notice: Option<String>,
    /// Statements and parts of statements.
    pub sql: Vec<SqlFacts>,
    /// Files of SQL that a function runs (`query_file!`), as written.
    pub sql_files: Vec<(String, Option<u32>)>,
    /// Functions in their order.
    pub functions: Vec<FunctionFacts>,
    /// Endpoints.
    pub routes: Vec<RouteFacts>,
    /// Routers under paths.
    pub nests: Vec<NestFacts>,
    /// Local names and the modules they come from.
    pub imports: Vec<(String, String)>,
    /// Calls of endpoints.
    pub requests: Vec<RequestFacts>,
    /// Types with fields.
    pub records: Vec<RecordFacts>,
}
