//! A new enum value without a place among the others.
//!
//! It goes to the end, and values cannot be moved later; sorting follows that order.
//!
//! Instead: Say `BEFORE` or `AFTER`.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    also_known_as: &[("squawk", "require-enum-value-ordering")],
    bad: "ALTER TYPE mood ADD VALUE 'calm';",
    good: "ALTER TYPE mood ADD VALUE 'calm' AFTER 'ok';",
    check: Check::Squawk(&[Squawk::RequireEnumValueOrdering]),
    ..rule!("enum-value-order", "enum_value_order.rs")
};
