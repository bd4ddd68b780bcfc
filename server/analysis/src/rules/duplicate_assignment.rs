//! A column is set twice in one statement.
//!
//! The server refuses it, and the deployment stops here.
//!
//! Instead: Set it once.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    also_known_as: &[("squawk", "ban-duplicate-column-assignments")],
    bad: "UPDATE users SET age = 1, age = 2 WHERE id = 1;",
    good: "UPDATE users SET age = 1 WHERE id = 1;",
    check: Check::Squawk(&[Squawk::BanDuplicateColumnAssignments]),
    ..rule!("duplicate-assignment", "duplicate_assignment.rs")
};
