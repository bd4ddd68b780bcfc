//! What code does with the database and the API: which function reads which column, which endpoint calls it.
//!
//! [`scan`] reads one file and can be kept by the file's digest; [`CodeIndex::build`] joins what all files say.

mod constants;
mod facts;
mod index;
pub(crate) mod lines;
mod mapped;
mod other;
mod parse;
mod queries;
mod readers;
mod routes;
mod rust;
mod scan;
mod sql;
mod texts;
mod tree;
mod typescript;

pub use facts::{
    Access, At, Call, ConflictFacts, CountedFacts, FileFacts, FunctionFacts, InsertFacts, JoinedFacts, LooseUse,
    NestFacts, RecordFacts, RequestFacts, RouteFacts, SqlFacts, TableUse, Worded, WrittenFacts,
};
pub use index::{CodeIndex, Columns, Function, Request, Route, Use, table_name};
pub use queries::Queries;
pub(crate) use readers::LISTED;
pub use readers::{attach_new_readers, attach_readers, attach_touched_readers};
pub use scan::{LONGEST, scan};
pub(crate) use sql::fold;

#[cfg(test)]
mod fold_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
