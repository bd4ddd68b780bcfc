//! A file that the migration tool does not run, or one that it wants and does not find.
//!
//! What is written in it never reaches the database.
//!
//! Instead: name it as the tool expects, or add it to the plan.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    bad: "--- sqitch.plan
%project=x
a 2026-01-02T03:04:05Z me <me@x> # a
--- deploy/b.sql
SELECT 1;",
    good: "--- sqitch.plan
%project=x
b 2026-01-02T03:04:05Z me <me@x> # b
--- deploy/b.sql
SELECT 1;",
    ..rule!("not-in-plan", "not_in_plan.rs")
};
