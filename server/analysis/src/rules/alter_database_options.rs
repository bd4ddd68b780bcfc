//! An option of a database changes.
//!
//! It holds for every session from now on, in this environment only.
//!
//! Instead: Leave it to whoever runs the server.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    opt_in: true,
    also_known_as: &[("squawk", "ban-alter-database-options")],
    bad: "ALTER DATABASE shop SET timezone TO 'UTC';",
    good: "SET timezone TO 'UTC';",
    check: Check::Squawk(&[Squawk::BanAlterDatabaseOptions]),
    ..rule!("alter-database-options", "alter_database_options.rs")
};
