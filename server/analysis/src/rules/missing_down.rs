//! A migration that nothing undoes, in a folder where migrations have a way back.
//!
//! A deployment that goes wrong cannot be taken back by the tool.
//!
//! Instead: write the script that undoes it. Where there is nothing to undo, as with a value added to an enum, one that
//! does nothing on purpose: `SELECT 1;` under a comment that says why. Where what is lost cannot come back, have the
//! finding waived.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Irreversible, Incomplete],
    dialects: ALL,
    bad: "--- 20260101000000_a.up.sql
SELECT 1;",
    good: "--- 20260101000000_a.up.sql
SELECT 1;
--- 20260101000000_a.down.sql
SELECT 1;",
    ..rule!("missing-down", "missing_down.rs")
};
