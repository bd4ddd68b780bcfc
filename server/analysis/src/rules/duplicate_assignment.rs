//! One statement sets a column twice, or gives two columns one name.
//!
//! The server refuses it, and the deployment stops here.
//!
//! Instead: set it once, or give one of the two another name.
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
