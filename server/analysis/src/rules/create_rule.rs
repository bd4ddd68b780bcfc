//! A rule turns what is done to a table into something else.
//!
//! With `INSTEAD` what code writes is not written, and it gets no error; with `ALSO` every statement does more than it
//! says.
//!
//! Lock: ACCESS EXCLUSIVE on the table, for a moment.
//!
//! Instead: use a trigger, which can refuse what it does not want, or change the code that writes.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking, DataLoss],
    bad: "CREATE RULE quiet AS ON INSERT TO users DO INSTEAD NOTHING;",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);
CREATE RULE t_r AS ON INSERT TO t DO INSTEAD NOTHING;",
    check: Check::Op(check),
    ..rule!("create-rule", "create_rule.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::CreateRule { name, table, event, instead, conditional } = op else { return };
    if !cx.existed(table) {
        return;
    }
    let event = event.to_uppercase();
    if *instead {
        // Without such a rule a view may take no writes at all.
        let whole = !conditional && cx.catalog.table(table).is_some();
        let which = if *conditional { "some" } else { "every" };
        cx.report(format!("rule {name}"), format!("rule {name} takes the place of {which} {event} on {table}"))
            .severity(if whole { Error } else { Warning });
    } else {
        cx.report(format!("rule {name}"), format!("every {event} on {table} does what rule {name} says as well"));
    }
}
