//! A schema as a catalog tells it, and what the difference of two means to running code.

mod diff;
mod judge;
mod model;

pub use diff::{Difference, Kind, diff};
pub use judge::{Level, Verdict};
pub use model::{Column, Constraint, Domain, Enum, Function, Index, Policy, Schema, Table, Trigger, View};

#[cfg(test)]
mod tests;
