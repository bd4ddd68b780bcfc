//! A table in use refuses more than before.
//!
//! Old code that writes what is refused now fails.
//!
//! Instead: Deploy writers that keep to it first.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking, DataDependent],
    opt_in: true,
    also_known_as: &[("squawk", "ban-new-write-restriction")],
    bad: "ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0) NOT VALID;",
    good: "ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Squawk(&[Squawk::BanNewWriteRestriction]),
    ..rule!("new-write-restriction", "new_write_restriction.rs")
};
