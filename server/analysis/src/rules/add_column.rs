//! A column is added to a table in use.
//!
//! Code that reads all columns by position, or inserts without naming them, fails.
//!
//! Instead: Name the columns in every query.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Breaking],
    opt_in: true,
    also_known_as: &[("squawk", "ban-add-column")],
    bad: "ALTER TABLE users ADD COLUMN nick text;",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY);",
    check: Check::Squawk(&[Squawk::BanAddColumn]),
    ..rule!("add-column", "add_column.rs")
};
