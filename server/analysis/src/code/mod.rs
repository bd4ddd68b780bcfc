//! What code does with the database and the API: which function reads which column, which endpoint calls it.
//!
//! [`scan`] reads one file and can be kept by the file's digest; [`CodeIndex::build`] joins what all files say.

mod facts;
pub(crate) mod lines;
mod mapped;
mod other;
mod rust;
mod scan;
mod sql;
mod tree;
mod typescript;

pub use facts::{
    Access, At, Call, FileFacts, FunctionFacts, LooseUse, NestFacts, RecordFacts, RequestFacts, RouteFacts, SqlFacts,
    TableUse,
};
pub use scan::{LONGEST, scan};
