//! A generated column is not generated any more.
//!
//! Rows written from now on have no value there unless the writer gives one.
//!
//! Instead: Deploy writers that give the value first.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-drop-generated-expression")],
    bad: "ALTER TABLE users ALTER COLUMN code DROP EXPRESSION;",
    good: "ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Squawk(&[Squawk::BanDropGeneratedExpression]),
    ..rule!("drop-generated-expression", "drop_generated_expression.rs")
};
