//! SQL that the dialect's parser does not understand.
//!
//! The server will probably refuse it too; whatever it does, no rule has looked at it.
//!
//! Instead: mend the syntax; where the server does accept it, have a second person read it and waive this.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    dialects: ALL,
    down: true,
    bad: "ALTER TABLE users ADD COLUMM;;; nick (text;",
    good: "ALTER TABLE users ADD COLUMN nick text;",
    ..rule!("unparseable-sql", "unparseable_sql.rs")
};
