//! A routine is made whose calls may mean another one of its name.
//!
//! An argument with a default may be left out: a call that both of them take is refused as not unique, in code and in
//! routines that worked before.
//!
//! Instead: drop the old one in the same transaction, or give the new one another name.
use super::prelude::*;
use crate::state::Replaced;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    bad: "CREATE OR REPLACE FUNCTION touch(late boolean DEFAULT false) RETURNS int LANGUAGE sql AS 'SELECT 1';",
    good: "CREATE FUNCTION touch(late boolean) RETURNS int LANGUAGE sql AS 'SELECT 1';",
    check: Check::Op(check),
    ..rule!("ambiguous-routine", "ambiguous_routine.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateRoutine { name, kind, .. } = op
        && let Some(Replaced::Beside(Some(other))) = cx.catalog.replaced(op)
    {
        let subject = format!("{} {name}", kind.word());
        let message = format!("calls of {name} may mean this one or {other}, and are refused as not unique");
        cx.report(subject, message);
    }
}
