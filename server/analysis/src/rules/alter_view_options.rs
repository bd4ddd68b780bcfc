//! An option of a view changes.
//!
//! Its readers may need other rights from now on.
//!
//! Instead: Test with the roles that read it.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Breaking],
    opt_in: true,
    also_known_as: &[("squawk", "ban-alter-view-options")],
    bad: "ALTER VIEW active_users SET (security_invoker = true);",
    good: "CREATE VIEW v AS SELECT id FROM users;",
    check: Check::Squawk(&[Squawk::BanAlterViewOptions]),
    ..rule!("alter-view-options", "alter_view_options.rs")
};
