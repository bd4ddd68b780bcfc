//! A trigger is put on a table that is in use.
//!
//! Every write pays for it from this moment, old code's too, and an error in it stops them all.
//!
//! Lock: SHARE ROW EXCLUSIVE on the table, for a moment once it is granted.
//!
//! Instead: set a `lock_timeout`, and prove the trigger's function on a copy first.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Blocking, Breaking],
    dialects: ALL,
    also_known_as: &[("atlas", "PG309")],
    bad: "CREATE TRIGGER users_t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch();",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);
CREATE TRIGGER t_t BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();",
    check: Check::Op(check),
    ..rule!("create-trigger", "create_trigger.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateTrigger { name, table, .. } = op
        && cx.existed(table)
    {
        cx.report(format!("trigger {name}"), format!("every write to {table} runs trigger {name} from now on"));
    }
}
