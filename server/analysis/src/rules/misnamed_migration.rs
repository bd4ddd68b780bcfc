//! A file that the migration tool passes over because of its name.
//!
//! What is written in it never reaches the database, and nothing says so.
//!
//! Instead: name it as the tool expects, or keep it in another folder.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    bad: "--- 0001_users.up.sql
SELECT 1;
--- 0001_users.down.sql
SELECT 1;
--- 0002_UP.SQL
SELECT 1;",
    good: "--- 0001_users.up.sql
SELECT 1;
--- 0001_users.down.sql
SELECT 1;
--- schema.sql
SELECT 1;",
    ..rule!("misnamed-migration", "misnamed_migration.rs")
};
