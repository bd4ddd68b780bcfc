//! A `serial` column.
//!
//! Its sequence is a separate object with rights of its own, which is forgotten on copies of the table.
//!
//! Instead: Use `GENERATED ALWAYS AS IDENTITY`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    also_known_as: &[("squawk", "prefer-identity")],
    bad: "CREATE TABLE cards (id bigserial PRIMARY KEY);",
    good: "CREATE TABLE cards (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);",
    check: Check::Squawk(&[Squawk::PreferIdentity]),
    ..rule!("prefer-identity", "prefer_identity.rs")
};
