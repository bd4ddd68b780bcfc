//! Proof on a scratch database: what a change really does, and whether it can be undone (SPEC R4.1).
//!
//! The base history is applied (once; it is kept as a snapshot), representative rows are put into every table that
//! the change may touch, then the change runs up, down and up again. After each pass the schema and the rows are
//! compared. "Reversible" means: after down the schema equals the base and the rows are back; else the reasons say
//! what is not. Rows on which the change fails are told and left out; all others stay.

mod adapt;
mod base;
mod compare;
mod culprit;
mod fill_oddly;
mod findings;
mod how;
mod limit;
mod met;
mod model;
mod names;
mod narrow;
mod odd;
mod pass;
mod plan;
mod positions;
mod refusing;
mod roles;
mod run;
mod schema;
mod script;
mod seed;
mod touched;
mod trail;
mod values;
mod views;
mod writes;

pub use model::{Base, Direction, Pass, Progress, Proof, Reason, Seeded, StatementRun, TableRows, Verdict};
pub use names::RULES;
pub use plan::Plan;
pub use run::{Options, prove};
pub use schema::{Whole, whole};
