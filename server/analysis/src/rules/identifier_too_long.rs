//! A name longer than the server keeps.
//!
//! It is cut after 63 bytes without an error, and two names may become the same.
//!
//! Instead: Choose a shorter name.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Convention],
    also_known_as: &[("squawk", "identifier-too-long")],
    bad: "ALTER TABLE users ADD COLUMN a_name_that_goes_on_and_on_and_on_until_it_is_cut_off_by_the_server text;",
    good: "ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Squawk(&[Squawk::IdentifierTooLong]),
    ..rule!("identifier-too-long", "identifier_too_long.rs")
};
