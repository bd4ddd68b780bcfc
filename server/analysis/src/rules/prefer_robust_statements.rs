//! A statement that fails when it is run again.
//!
//! A migration that failed half-way outside of a transaction cannot be repeated.
//!
//! Instead: Use `IF EXISTS` and `IF NOT EXISTS`, or a transaction.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    opt_in: true,
    also_known_as: &[("squawk", "prefer-robust-stmts")],
    bad: "ALTER TABLE users ADD COLUMN nick text;",
    good: "ALTER TABLE users ADD COLUMN IF NOT EXISTS nick text;",
    check: Check::Squawk(&[Squawk::PreferRobustStmts]),
    ..rule!("prefer-robust-statements", "prefer_robust_statements.rs")
};
