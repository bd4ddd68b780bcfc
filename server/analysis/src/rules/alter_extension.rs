//! An extension changes its version.
//!
//! Its functions and types behave as the new version says, for every user of the database.
//!
//! Instead: Let whoever runs the server do it, after reading what changed.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    opt_in: true,
    also_known_as: &[("squawk", "ban-alter-extension")],
    bad: "ALTER EXTENSION citext UPDATE;",
    good: "SELECT 1;",
    check: Check::Squawk(&[Squawk::BanAlterExtension]),
    ..rule!("alter-extension", "alter_extension.rs")
};
