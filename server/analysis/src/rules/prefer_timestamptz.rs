//! A time without a time zone.
//!
//! What moment it means depends on who wrote it, and changes with summer time.
//!
//! Instead: Use `timestamptz`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    also_known_as: &[("squawk", "prefer-timestamp-tz")],
    bad: "CREATE TABLE cards (id bigint PRIMARY KEY, at timestamp);",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY, at timestamptz);",
    check: Check::Squawk(&[Squawk::PreferTimestampTz]),
    ..rule!("prefer-timestamptz", "prefer_timestamptz.rs")
};
