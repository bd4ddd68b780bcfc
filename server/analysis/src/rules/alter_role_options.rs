//! An option of a role changes.
//!
//! Sessions of that role may fail or gain rights.
//!
//! Instead: Leave roles to whoever runs the server.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    opt_in: true,
    also_known_as: &[("squawk", "ban-alter-role-options")],
    bad: "ALTER ROLE reporter NOLOGIN;",
    good: "CREATE ROLE auditor;",
    check: Check::Squawk(&[Squawk::BanAlterRoleOptions]),
    ..rule!("alter-role-options", "alter_role_options.rs")
};
