//! A trigger goes, and with it whatever it kept true.
//!
//! Rows written from now on are not checked, copied or stamped by it, and nobody gets an error.
//!
//! Lock: ACCESS EXCLUSIVE on the table.
//!
//! Instead: make sure that the code or a constraint does the trigger's work before it goes.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-trigger"), ("atlas", "PG309")],
    bad: "DROP TRIGGER users_touch ON users;",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);
CREATE TRIGGER t_touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
DROP TRIGGER t_touch ON t;",
    check: Check::Op(check),
    ..rule!("drop-trigger", "drop_trigger.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: ObjectKind::Trigger, name, on, .. } = op
        && on.as_ref().is_none_or(|table| cx.existed(table))
    {
        let absent = cx.drops_nothing(op);
        cx.report(format!("trigger {name}"), format!("trigger {name} is dropped; what it did is no longer done"))
            .unless(absent);
    }
}
