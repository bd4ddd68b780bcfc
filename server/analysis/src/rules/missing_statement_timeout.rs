//! A statement on a table in use may run without end.
//!
//! What it holds under lock stays so until somebody notices.
//!
//! Instead: `SET statement_timeout = '30s'` first, with a limit that suits the statement.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Blocking],
    opt_in: true,
    also_known_as: &[("squawk", "require-statement-timeout"), ("squawk", "require-timeout-settings")],
    bad: "ALTER TABLE users ADD COLUMN nick text;",
    good: "SET statement_timeout = '30s';
ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Script(check),
    ..rule!("missing-statement-timeout", "missing_statement_timeout.rs")
};
fn check(cx: &mut Cx<'_>) {
    super::timeouts::without(cx, "statement_timeout");
}
