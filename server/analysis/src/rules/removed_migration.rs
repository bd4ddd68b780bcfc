//! A migration that is deployed already is removed.
//!
//! A fresh database lacks what it made, and tools refuse to go on where it has run.
//!
//! Instead: leave it, and undo it by a new migration.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    bad: "--- base 1_old.sql
SELECT 1;
--- remove 1_old.sql",
    good: "--- base 1_old.sql
SELECT 1;",
    ..rule!("removed-migration", "removed_migration.rs")
};
