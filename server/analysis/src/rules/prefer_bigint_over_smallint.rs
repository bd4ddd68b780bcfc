//! A column of 16 bits that may overflow.
//!
//! It holds no more than 32767, and padding often takes back the bytes that it saves.
//!
//! Instead: Use `bigint`, or `integer` where the range is certain.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    also_known_as: &[("squawk", "prefer-bigint-over-smallint")],
    bad: "CREATE TABLE cards (id bigint PRIMARY KEY, kind smallint);",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY, kind bigint);",
    check: Check::Squawk(&[Squawk::PreferBigintOverSmallint]),
    ..rule!("prefer-bigint-over-smallint", "prefer_bigint_over_smallint.rs")
};
