//! A sequence is set to other numbers.
//!
//! Numbers that were given already may be given again.
//!
//! Instead: Start above the highest number in use.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking, DataDependent],
    also_known_as: &[("squawk", "ban-alter-sequence-values")],
    bad: "ALTER SEQUENCE tickets RESTART WITH 1;",
    good: "CREATE SEQUENCE tickets2;",
    check: Check::Squawk(&[Squawk::BanAlterSequenceValues]),
    ..rule!("alter-sequence-values", "alter_sequence_values.rs")
};
