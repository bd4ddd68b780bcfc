//! A routine is replaced by one that the server refuses in its place.
//!
//! PostgreSQL replaces a routine only by one with the same names of arguments and the same result; the deployment
//! stops here.
//!
//! Instead: keep names and result; or create it under another name, move its callers, and drop the old one later.
use super::prelude::*;
use crate::state::Replaced;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    down: true,
    bad: "CREATE OR REPLACE FUNCTION touch() RETURNS text LANGUAGE sql AS 'SELECT 1';",
    good: "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$;",
    check: Check::Op(check),
    ..rule!("replace-routine", "replace_routine.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::CreateRoutine { name, kind, .. } = op
        && !cx.conditional
        && let Some(Replaced::Refused(why)) = cx.catalog.replaced(op)
    {
        let subject = format!("{} {name}", kind.word());
        let message = format!("{subject} is not replaced: {why}");
        cx.report(subject, message);
    }
}
