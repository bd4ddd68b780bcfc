//! What a change does to an HTTP API, read from two versions of its OpenAPI document (SPEC R4.3, R4.6).
//!
//! Documents are JSON or YAML, 3.0 or 3.1. [`diff`] compares what they *mean*: references are followed, `allOf` is
//! merged, `nullable` and `type: [.., "null"]` are the same thing, and the name of a path parameter does not matter.
//! Requests and responses are judged separately: to accept less is breaking, to answer more is breaking.

mod compare;
mod diff;
mod difference;
mod endpoints;
mod json;
mod node;
mod operation;
mod read;
mod rules;
mod shape;
mod structure;
mod yaml;

#[cfg(test)]
mod properties;

pub use diff::diff;
pub use difference::{Difference, Direction, Side};
pub use endpoints::{Endpoint, endpoints, keys, template};
pub use read::{Document, DocumentError};
pub use rules::{RULES, Rule};
