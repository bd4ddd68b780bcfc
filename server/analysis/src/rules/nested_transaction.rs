//! A transaction is begun or ended inside of one.
//!
//! `BEGIN` does nothing there, and `COMMIT` ends the transaction of the migration tool, which then goes on without
//! one: a failure after it leaves half of the migration.
//!
//! Instead: leave both to the tool, or tell the tool to open none.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    also_known_as: &[("squawk", "transaction-nesting"), ("atlas", "TX201")],
    down: true,
    bad: "BEGIN;
BEGIN;
COMMIT;",
    good: "BEGIN;
COMMIT;",
    check: Check::Op(check),
    ..rule!("nested-transaction", "nested_transaction.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    match op {
        Op::Commit | Op::Rollback if cx.conditional && cx.session.in_transaction => {
            let message = "a block or a routine ends a transaction that it did not begin: the server refuses it";
            cx.report("COMMIT", message);
        }
        // Outside of one a block may end its own.
        Op::Commit | Op::Rollback if cx.conditional => {}
        Op::Begin if cx.session.in_transaction && (cx.session.by_tool || cx.session.explicit) => {
            cx.report("BEGIN", "a transaction is begun inside of another one");
        }
        Op::Commit | Op::Rollback if cx.session.by_tool && !cx.session.explicit => {
            cx.report("COMMIT", "the transaction of the migration tool is ended");
        }
        Op::Commit | Op::Rollback if !cx.session.explicit => {
            cx.report("COMMIT", "there is no transaction to end").severity(Notice);
        }
        _ => {}
    }
}
