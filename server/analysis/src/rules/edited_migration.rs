//! A migration that is deployed already is changed.
//!
//! Databases that ran the old text never run the new one, and tools that keep a checksum refuse to go on. A way back that
//! is changed is another one than was reviewed and proven.
//!
//! Instead: leave it as it is and write a new migration.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    bad: "--- base 1_old.sql
SELECT 1;
--- 1_old.sql
SELECT 2;",
    good: "--- base 1_old.sql
SELECT 1;
--- 2_new.sql
SELECT 2;",
    ..rule!("edited-migration", "edited_migration.rs")
};
