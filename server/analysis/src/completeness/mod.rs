//! Whether everything that a change needs is there, and whether it does what it says (SPEC R4.1–R4.3, Property 9).

mod check;
mod component;
mod operation;

#[cfg(test)]
mod properties;

pub use check::{Change, RULES, completeness};
pub use component::{Component, Layer, matches};
pub use operation::Operation;
