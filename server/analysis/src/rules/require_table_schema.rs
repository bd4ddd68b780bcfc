//! A table without its schema.
//!
//! Which table is meant depends on the search path of the session.
//!
//! Instead: Write the schema before the name.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    opt_in: true,
    also_known_as: &[("squawk", "require-table-schema")],
    bad: "ALTER TABLE users ADD COLUMN nick text;",
    good: "ALTER TABLE public.users ADD COLUMN nick text;",
    check: Check::Squawk(&[Squawk::RequireTableSchema]),
    ..rule!("require-table-schema", "require_table_schema.rs")
};
