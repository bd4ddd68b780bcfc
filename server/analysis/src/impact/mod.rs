//! What a set of operations reaches: schema, code, endpoints, clients, components (SPEC R3.1, R3.2; Property 7).

mod graph;
mod model;
mod of_catalog;
mod rating;
mod relations;
mod report;
mod touched;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod touched_tests;

pub use graph::{Edge, Graph, Node};
pub use model::{AffectedComponent, CodeUse, Exposure, Impact, Object, ObjectKind};
pub use rating::{Effort, Risk};
pub use relations::{Constraint, ForeignKey, Function, Index, Reads, Relations, Trigger, View};
pub use report::{Branch, Subject, impact, impact_with};
