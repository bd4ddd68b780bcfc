//! A column padded with blanks.
//!
//! Values are filled up with blanks, which compare in surprising ways.
//!
//! Instead: Use `text`, with a `CHECK` on the length.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    also_known_as: &[("squawk", "ban-char-field")],
    bad: "CREATE TABLE cards (id bigint PRIMARY KEY, code char(3));",
    good: "CREATE TABLE cards (id bigint PRIMARY KEY, code text);",
    check: Check::Squawk(&[Squawk::BanCharField]),
    ..rule!("no-char-type", "no_char_type.rs")
};
