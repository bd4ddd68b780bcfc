//! The expression of a generated column changes.
//!
//! Readers get other values at once, and the table is rewritten.
//!
//! Instead: Add another generated column and move the readers.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking, Blocking],
    opt_in: true,
    also_known_as: &[("squawk", "ban-alter-generated-expression")],
    bad: "ALTER TABLE users ALTER COLUMN code SET EXPRESSION AS (upper(email));",
    good: "ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Squawk(&[Squawk::BanAlterGeneratedExpression]),
    ..rule!("alter-generated-expression", "alter_generated_expression.rs")
};
