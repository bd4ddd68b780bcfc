//! A domain with a constraint.
//!
//! The constraint cannot be changed later without reading every table that uses the domain.
//!
//! Instead: Put `CHECK` constraints on the tables.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    also_known_as: &[("squawk", "ban-create-domain-with-constraint")],
    bad: "CREATE DOMAIN positive AS int CHECK (VALUE > 0);",
    good: "CREATE DOMAIN positive AS int;",
    check: Check::Squawk(&[Squawk::BanCreateDomainWithConstraint]),
    ..rule!("create-domain-constraint", "create_domain_constraint.rs")
};
