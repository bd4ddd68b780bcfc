//! How a column numbers its rows changes.
//!
//! Inserts that leave it out, or give it, behave differently or fail from now on.
//!
//! Instead: deploy writers that work both ways first.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-alter-identity")],
    bad: "ALTER TABLE users ALTER COLUMN id SET GENERATED ALWAYS;",
    good: "ALTER TABLE users ADD COLUMN nick text;",
    check: Check::Op(check),
    ..rule!("alter-identity", "alter_identity.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Identity { table, column, add: false, always } = op
        && cx.column_existed(table, column)
    {
        let giving = if *always { cx.giving(table, column) } else { Vec::new() };
        let (severity, message) = match giving.is_empty() {
            true => (Warning, format!("how {table}.{column} numbers its rows changes")),
            false => (Error, format!("inserts in the code give {table}.{column}, which is refused from now on")),
        };
        cx.report(format!("column {table}.{column}"), message).severity(severity).read_at(giving);
    }
}
