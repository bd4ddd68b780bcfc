//! Row-level security is switched on for a table that is in use.
//!
//! Roles for which there is no policy see no row and write none from this moment, without an error.
//!
//! Lock: ACCESS EXCLUSIVE on the table.
//!
//! Instead: create the policies of every role first, in the same transaction, and test with each role.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-alter-row-level-security")],
    bad: "ALTER TABLE users ENABLE ROW LEVEL SECURITY;",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;",
    check: Check::Op(check),
    ..rule!("enable-row-security", "enable_row_security.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::Table { table, setting: Setting::RowSecurity { enabled: true, force } } = op else { return };
    if !cx.existed(table) {
        return;
    }
    if *force {
        let message = format!("the owner of {table} sees and writes only what a policy allows it from now on");
        cx.report(format!("table {table}"), message)
            .fix("create the policies of the owner first, in the same transaction.");
    } else {
        cx.report(format!("table {table}"), format!("roles without a policy see no row of {table} any more"));
    }
}
