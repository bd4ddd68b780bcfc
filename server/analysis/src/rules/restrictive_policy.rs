//! A restrictive row-level security policy is put on a table in use.
//!
//! Rows that its condition does not take are hidden, and cannot be written, for everyone whom it is for; nobody gets an
//! error for what is not seen.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: test it with every role that it is for, on rows as they are in production.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    bad: "CREATE POLICY own ON orders AS RESTRICTIVE USING (user_id = 1);",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);
CREATE POLICY own ON t AS RESTRICTIVE USING (id = 1);",
    check: Check::Op(check),
    ..rule!("restrictive-policy", "restrictive_policy.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreatePolicy { name, table, restrictive: true, .. } = op
        && cx.existed(table)
    {
        cx.report(format!("policy {name}"), format!("rows of {table} that policy {name} does not take are hidden"));
    }
}
