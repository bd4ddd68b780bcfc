//! A row-level security policy is put on a table in use.
//!
//! Rows become visible that were hidden, or hidden if it is restrictive.
//!
//! Instead: Test with every role.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Breaking],
    opt_in: true,
    also_known_as: &[("squawk", "ban-create-policy")],
    bad: "CREATE POLICY more ON orders USING (true);",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);",
    check: Check::Squawk(&[Squawk::BanCreatePolicy]),
    ..rule!("create-policy", "create_policy.rs")
};
