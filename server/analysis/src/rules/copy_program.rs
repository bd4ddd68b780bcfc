//! `COPY … PROGRAM` runs a command on the database server.
//!
//! A migration that can do this can do anything that the server's account can.
//!
//! Instead: load the rows from the client's side.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataLoss],
    dialects: ALL,
    down: true,
    bad: "COPY users FROM PROGRAM 'curl example.org';",
    good: r"COPY users (email) FROM STDIN;
\.",
    check: Check::Op(check),
    ..rule!("copy-program", "copy_program.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if matches!(op, Op::Copy { program: true, .. }) {
        cx.report("COPY PROGRAM", "a command is run on the database server");
    }
}
