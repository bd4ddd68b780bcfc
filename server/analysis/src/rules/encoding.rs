//! A file holds bytes that are not text.
//!
//! What the server would run is not what is read here.
//!
//! Instead: save it as UTF-8.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    bad: "--- damaged 2_change.sql",
    good: "SELECT 'é';",
    ..rule!("encoding", "encoding.rs")
};
