//! An index over more than three columns that is not unique.
//!
//! It seldom helps more than one over the columns that narrow the search most, and every write pays for it.
//!
//! Instead: put the two or three columns that narrow most first, and leave the others out.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Notice,
    effects: &[Convention],
    dialects: ALL,
    also_known_as: &[("strong_migrations", "add_index_columns")],
    bad: "CREATE INDEX CONCURRENTLY wide_idx ON users (email, name, age, code);",
    good: "CREATE INDEX CONCURRENTLY narrow_idx ON users (email, name);",
    check: Check::Op(check),
    ..rule!("wide-index", "wide_index.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateIndex(index) = op
        && !index.unique
        && index.columns.len() > 3
    {
        let name = index.title();
        cx.report(name.clone(), format!("{name} has {} columns", index.columns.len()));
    }
}
