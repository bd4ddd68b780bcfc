//! A constraint is added to a domain in use.
//!
//! Every table with a column of the domain is read under a lock that stops writers, and one value that does not fit
//! makes it fail.
//!
//! Instead: Put a `NOT VALID` check on the tables, and validate it later.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, DataDependent],
    also_known_as: &[("squawk", "ban-alter-domain-with-add-constraint")],
    bad: "ALTER DOMAIN short_text ADD CONSTRAINT short CHECK (length(VALUE) < 10);",
    good: "CREATE DOMAIN short2 AS text;",
    check: Check::Squawk(&[Squawk::BanAlterDomainWithAddConstraint]),
    ..rule!("alter-domain-constraint", "alter_domain_constraint.rs")
};
