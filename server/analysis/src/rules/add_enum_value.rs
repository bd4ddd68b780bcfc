//! A value is added to an enum in use.
//!
//! Old code that reads the rows meets a value that it does not know.
//!
//! Instead: Deploy readers that know it first.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Breaking],
    opt_in: true,
    also_known_as: &[("squawk", "ban-add-enum-value")],
    bad: "ALTER TYPE mood ADD VALUE 'calm' AFTER 'ok';",
    good: "CREATE TYPE shade AS ENUM ('dark');",
    check: Check::Squawk(&[Squawk::BanAddEnumValue]),
    ..rule!("add-enum-value", "add_enum_value.rs")
};
