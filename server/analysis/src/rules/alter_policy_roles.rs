//! The roles of a row-level security policy change.
//!
//! Roles that are left out see fewer rows, or more.
//!
//! Instead: Test with every role.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-alter-policy-roles")],
    bad: "ALTER POLICY own_orders ON orders TO reporter;",
    good: "ALTER POLICY own_orders ON orders RENAME TO mine;",
    check: Check::Squawk(&[Squawk::BanAlterPolicyRoles]),
    ..rule!("alter-policy-roles", "alter_policy_roles.rs")
};
