//! A new migration sorts before one that is deployed already.
//!
//! Where the later one has run, tools skip this one or refuse to go on; a fresh database runs them in another order
//! than production did.
//!
//! Instead: give it a version after the latest one that is deployed.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    also_known_as: &[("atlas", "non-linear")],
    bad: "--- base 3_old.sql
SELECT 1;
--- 2_new.sql
SELECT 1;",
    good: "--- base 3_old.sql
SELECT 1;
--- 4_new.sql
SELECT 1;",
    ..rule!("out-of-order", "out_of_order.rs")
};
