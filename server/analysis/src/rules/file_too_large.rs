//! A file, or the number of files, is more than is read.
//!
//! Nothing is known of what it does.
//!
//! Instead: load bulk data by another way than a migration, and split a long one.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Incomplete],
    dialects: ALL,
    bad: "--- huge 2_change.sql",
    good: "SELECT 1;",
    ..rule!("file-too-large", "file_too_large.rs")
};
