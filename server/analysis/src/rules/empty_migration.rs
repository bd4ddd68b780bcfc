//! A migration without a statement.
//!
//! It was probably forgotten, or saved before it was written.
//!
//! Instead: write it, or remove the file before it is deployed.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Incomplete],
    dialects: ALL,
    bad: "--- 2_change.sql",
    good: "SELECT 1;",
    ..rule!("empty-migration", "empty_migration.rs")
};
