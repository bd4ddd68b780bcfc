//! An option of a function changes.
//!
//! It may run with other rights, or be planned differently.
//!
//! Instead: Create it anew under another name and move the callers.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Breaking],
    opt_in: true,
    also_known_as: &[("squawk", "ban-alter-function-options")],
    bad: "ALTER FUNCTION touch() SECURITY DEFINER;",
    good: "CREATE FUNCTION once() RETURNS int LANGUAGE sql AS 'SELECT 1';",
    check: Check::Squawk(&[Squawk::BanAlterFunctionOptions]),
    ..rule!("alter-function-options", "alter_function_options.rs")
};
