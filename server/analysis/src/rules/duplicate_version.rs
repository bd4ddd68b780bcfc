//! Two migrations have the same version.
//!
//! The tool runs one of them, or refuses both; which one depends on the environment.
//!
//! Instead: give the newer one a version of its own.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    bad: "--- 7_a.sql
SELECT 1;
--- 7_b.sql
SELECT 1;",
    good: "--- 7_a.sql
SELECT 1;
--- 8_b.sql
SELECT 1;",
    ..rule!("duplicate-version", "duplicate_version.rs")
};
