//! A text column with a length.
//!
//! Shortening it later needs a scan of all rows under a strong lock, and no byte is saved.
//!
//! Instead: Use `text`, with a `CHECK` constraint where a limit is needed.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    also_known_as: &[("squawk", "prefer-text-field")],
    bad: "CREATE TABLE cards (id bigint PRIMARY KEY, name varchar(20));",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY, name text);",
    check: Check::Squawk(&[Squawk::PreferTextField]),
    ..rule!("prefer-text-field", "prefer_text_field.rs")
};
