//! A file of the database server is read or written.
//!
//! The file is not part of the change, differs in every environment, and may hold what nobody should read.
//!
//! Instead: load the rows from the client's side, by `COPY … FROM STDIN` or inserts.
use super::prelude::*;
use crate::state::calls;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[DataDependent],
    dialects: ALL,
    down: true,
    bad: "COPY users FROM '/etc/passwd';",
    good: r"COPY users (email) FROM STDIN;
\.",
    check: Check::Op(check),
    ..rule!("server-file", "server_file.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    const FUNCTIONS: &[&str] = &[
        "pg_read_file",
        "pg_read_binary_file",
        "lo_import",
        "lo_export",
        "pg_ls_dir",
        "load_file",
        "pg_file_write",
        "dblink",
        "dblink_exec",
    ];
    match op {
        Op::Copy { server_file: true, .. } => {
            cx.report("COPY", "a file of the database server is read or written");
        }
        _ => {
            if let Some(call) = calls(op).iter().find(|call| FUNCTIONS.contains(&call.name.as_str())) {
                cx.report(format!("function {call}"), format!("{call} reaches out of the database"));
            }
        }
    }
}
