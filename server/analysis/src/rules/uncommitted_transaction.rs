//! A transaction is begun and not ended.
//!
//! Everything in it is undone when the session ends, or stays locked until then.
//!
//! Instead: `COMMIT` at the end.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-uncommitted-transaction")],
    bad: "BEGIN;
ALTER TABLE users ADD COLUMN nick text;",
    good: "BEGIN;
ALTER TABLE users ADD COLUMN nick text;
COMMIT;",
    check: Check::Script(check),
    ..rule!("uncommitted-transaction", "uncommitted_transaction.rs")
};
fn check(cx: &mut Cx<'_>) {
    // A tool that sends the script as one message ends no transaction that the script has begun.
    if cx.session.explicit && !cx.session.by_tool {
        let begin =
            cx.statements.iter().rfind(|statement| statement.ops.iter().any(|located| matches!(located.op, Op::Begin)));
        if let Some(begin) = begin {
            let begin = begin.clone();
            cx.report("BEGIN", "this transaction is never committed").at(&begin);
        }
    }
}
