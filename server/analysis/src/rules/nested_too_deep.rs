//! SQL that is nested too deep to be read safely.
//!
//! No rule has looked at it, and the server may refuse it for the same reason.
//!
//! Instead: build the expression in steps.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Incomplete],
    dialects: ALL,
    down: true,
    bad: "--- deep 2_change.sql",
    good: "SELECT ((((1))));",
    ..rule!("nested-too-deep", "nested_too_deep.rs")
};
