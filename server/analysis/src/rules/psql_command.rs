//! A command of the psql terminal in a migration.
//!
//! A migration tool sends it to the server, which refuses it; run by psql, it may run programs and read files of the
//! machine it runs on. Sqitch runs its scripts by psql: there, what only sets the terminal is fine.
//!
//! Instead: write what it does in SQL.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    down: true,
    bad: r"\! rm -rf /tmp/x
SELECT 1;",
    good: "SELECT 1;",
    ..rule!("psql-command", "psql_command.rs")
};
