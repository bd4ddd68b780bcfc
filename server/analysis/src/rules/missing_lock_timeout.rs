//! A statement that needs a strong lock may wait for it without end.
//!
//! While it waits behind one long query, every later query on the table waits behind it.
//!
//! Instead: `SET lock_timeout = '2s'` first, and let the migration be tried again.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Blocking],
    also_known_as: &[("squawk", "require-lock-timeout"), ("squawk", "require-timeout-settings")],
    bad: "ALTER TABLE users ADD COLUMN nick text;",
    good: "SET lock_timeout = '2s';
ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Script(check),
    ..rule!("missing-lock-timeout", "missing_lock_timeout.rs")
};
fn check(cx: &mut Cx<'_>) {
    super::timeouts::without(cx, "lock_timeout");
}
