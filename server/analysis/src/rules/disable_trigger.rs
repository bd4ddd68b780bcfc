//! A trigger or a rule is switched off.
//!
//! What it kept true is not kept while it is off; with `ALL`, not even foreign keys are.
//!
//! Lock: SHARE ROW EXCLUSIVE on the table.
//!
//! Instead: let the one statement that must not fire it say so by a setting that the trigger's function asks for.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[DataDependent],
    also_known_as: &[("squawk", "ban-disable-trigger")],
    bad: "ALTER TABLE users DISABLE TRIGGER ALL;",
    good: "ALTER TABLE users ENABLE TRIGGER users_touch;",
    check: Check::Op(check),
    ..rule!("disable-trigger", "disable_trigger.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Table { table, setting: Setting::Trigger { enabled: false, name } } = op
        && cx.existed(table)
    {
        let message = match name.as_str() {
            "all" => format!("all triggers of {table} are switched off, those of its foreign keys, too"),
            "user" => format!("all triggers of {table} but those of its keys are switched off"),
            _ => format!("trigger {name} of {table} is switched off"),
        };
        cx.report(format!("trigger {name}"), message);
    }
    if let Op::Set { name, value, .. } = op
        && name == "session_replication_role"
        && value == "replica"
    {
        cx.report(format!("setting {name}"), "triggers and foreign keys are switched off in this session");
    }
}
