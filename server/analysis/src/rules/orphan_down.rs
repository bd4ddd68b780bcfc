//! A script that undoes a migration that is not there.
//!
//! Its other half was renamed, lost or never written.
//!
//! Instead: give both files the same version and name.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    bad: "--- 20260101000000_a.down.sql
SELECT 1;",
    good: "--- 20260101000000_a.up.sql
SELECT 1;
--- 20260101000000_a.down.sql
SELECT 1;",
    ..rule!("orphan-down", "orphan_down.rs")
};
