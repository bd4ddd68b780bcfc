//! A column of 32 bits that may overflow.
//!
//! After about two thousand million rows inserts fail, and changing the type then rewrites the table.
//!
//! Instead: Use `bigint`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    also_known_as: &[("squawk", "prefer-bigint-over-int")],
    bad: "CREATE TABLE cards (id integer PRIMARY KEY);",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY);",
    check: Check::Squawk(&[Squawk::PreferBigintOverInt]),
    ..rule!("prefer-bigint-over-int", "prefer_bigint_over_int.rs")
};
