//! Row-level security of a table is switched off.
//!
//! Every role that may read the table sees all of its rows from this moment: other customers', too.
//!
//! Lock: ACCESS EXCLUSIVE on the table.
//!
//! Instead: give the role that needs all rows `BYPASSRLS`, or a policy of its own.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    down: true,
    also_known_as: &[("squawk", "ban-alter-row-level-security")],
    bad: "ALTER TABLE orders DISABLE ROW LEVEL SECURITY;",
    good: "ALTER TABLE orders FORCE ROW LEVEL SECURITY;",
    check: Check::Op(check),
    ..rule!("disable-row-security", "disable_row_security.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::Table { table, setting: Setting::RowSecurity { enabled: false, force } } = op else { return };
    // A way back that undoes its own change.
    if !cx.existed(table) || cx.made.is_some_and(|made| made.secures(cx.catalog, table, *force)) {
        return;
    }
    if *force {
        let message = format!("the owner of {table} sees and writes all of its rows, whatever its policies say");
        let fix = "let code that is to be held by the policies run with another role than the table's owner.";
        cx.report(format!("table {table}"), message).severity(Warning).fix(fix);
    } else {
        cx.report(format!("table {table}"), format!("row-level security of {table} is switched off"));
    }
}
