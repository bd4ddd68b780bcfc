//! The condition of a row-level security policy changes.
//!
//! Other rows become visible or hidden, without an error.
//!
//! Instead: Test with every role that the policy is for.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-alter-policy-condition")],
    bad: "ALTER POLICY own_orders ON orders USING (false);",
    good: "ALTER POLICY own_orders ON orders RENAME TO mine;",
    check: Check::Squawk(&[Squawk::BanAlterPolicyCondition]),
    ..rule!("alter-policy-condition", "alter_policy_condition.rs")
};
