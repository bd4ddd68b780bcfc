//! A composite type gets another attribute.
//!
//! Code that builds or takes apart its values fails.
//!
//! Instead: Create another type.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    opt_in: true,
    also_known_as: &[("squawk", "ban-add-composite-attribute")],
    bad: "ALTER TYPE pair ADD ATTRIBUTE c int;",
    good: "CREATE TYPE pair2 AS (a int, b int);",
    check: Check::Squawk(&[Squawk::BanAddCompositeAttribute]),
    ..rule!("add-composite-attribute", "add_composite_attribute.rs")
};
