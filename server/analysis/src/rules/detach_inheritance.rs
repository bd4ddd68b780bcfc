//! A table no longer belongs to its parent.
//!
//! Queries on the parent do not see its rows any more.
//!
//! Instead: Move the readers first.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-detach-inheritance")],
    bad: "ALTER TABLE loose NO INHERIT users;",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY);",
    check: Check::Squawk(&[Squawk::BanDetachInheritance]),
    ..rule!("detach-inheritance", "detach_inheritance.rs")
};
