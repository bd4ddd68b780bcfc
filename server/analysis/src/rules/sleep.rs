//! A script waits on purpose.
//!
//! Whatever it holds under lock stays so, and the deployment stands still.
//!
//! Instead: leave waiting to the migration tool, between migrations.
use super::prelude::*;
use crate::state::calls;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking],
    dialects: ALL,
    down: true,
    bad: "SELECT pg_sleep(60);",
    good: "SELECT now();",
    check: Check::Op(check),
    ..rule!("sleep", "sleep.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let waits = |call: &&Name| {
        matches!(call.name.as_str(), "pg_sleep" | "pg_sleep_for" | "pg_sleep_until" | "sleep" | "benchmark")
    };
    if let Some(call) = calls(op).iter().find(waits) {
        cx.report(format!("function {call}"), format!("{call} holds up the deployment"));
    }
}
