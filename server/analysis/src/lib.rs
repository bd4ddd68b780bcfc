//! What a change does to a database, to the code and to the API, read from its files alone.
//!
//! Pure: files come in as bytes, findings go out as values. No file system, clock, random number, environment or
//! network is touched here, so the same input gives the same findings on a server, in a terminal and in CI.

pub mod code;
pub mod completeness;
mod files;
mod finding;
pub mod history;
pub mod impact;
mod lint;
pub mod openapi;
pub mod operations;
pub mod parallel;
pub mod report;
pub mod rules;
pub mod schema;
pub mod sql;
pub mod state;
pub mod touched;

pub use files::{Files, Text};
pub use finding::{Effect, Finding, Lines, Place, Severity};
pub use lint::{Looked, Options, Owner, Report, catalog, lint, look};
