//! The invariants of the architecture, as absences.

mod dependencies;
mod sources;
mod tree;
