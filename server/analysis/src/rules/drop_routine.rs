//! A function or procedure goes that triggers, views or code may still call.
//!
//! Callers fail at run time, not when this is deployed.
//!
//! Instead: deploy callers that do without it first; to change its body keep its arguments and replace it.
use super::prelude::*;
use crate::code::table_name;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-function")],
    bad: "DROP FUNCTION touch();",
    good: "CREATE FUNCTION once() RETURNS int LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION once();",
    check: Check::Op(check),
    ..rule!("drop-routine", "drop_routine.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop {
        object: object @ (ObjectKind::Function | ObjectKind::Procedure | ObjectKind::Aggregate),
        name,
        arguments,
        ..
    } = op
        && cx.catalog.object_existed(*object, name)
    {
        // Another one of its name may be new, or not be there at all.
        let meant = cx.catalog.overloads(name, arguments.as_deref());
        if meant.is_some_and(|meant| meant.iter().all(|(_, origin)| *origin == Origin::Change)) {
            return;
        }
        let called = cx
            .catalog
            .triggers
            .iter()
            .filter(|(_, (calls, _))| calls.as_ref() == Some(name))
            .map(|((table, trigger), _)| format!("{trigger} on {table}"));
        let called: Vec<_> = called.take(3).collect();
        let by =
            if called.is_empty() { String::new() } else { format!("; it is called by trigger {}", called.join(", ")) };
        let absent = cx.drops_nothing(op);
        let (subject, word) = (format!("{} {name}", object.word()), object.word());
        if let Some(old) = changed(cx, name, arguments.as_deref()) {
            let calling = cx.queries.calling(&table_name(&name.to_string()));
            let message =
                format!("{word} {name} is made anew with other arguments or another result: calls of {old} fail{by}");
            cx.report(subject, message).read_at(calling).unless(absent);
            return;
        }
        match cx.made_again(|op| matches!(op, Op::CreateRoutine { name: new, .. } if new == name)) {
            true => cx
                .report(subject, format!("{word} {name} is made anew; rights on it have to be granted again"))
                .severity(Warning),
            false => cx.report(subject, format!("{word} {name} is dropped{by}")),
        }
        .unless(absent);
    }
}

/// One that is made anew so that its calls mean none of the new ones, or get something else back.
fn changed(cx: &Cx<'_>, name: &Name, arguments: Option<&[String]>) -> Option<String> {
    let mut new = Vec::new();
    for op in cx.at_once() {
        match op {
            Op::CreateRoutine { name: made, signature, .. } if made == name => new.push(signature.as_ref()?),
            _ => {}
        }
    }
    let old = cx.catalog.overloads(name, arguments)?;
    let mut old = old.into_iter().filter(|(_, origin)| *origin != Origin::Change).map(|(signature, _)| signature);
    let lost = old.find(|old| !new.is_empty() && !new.iter().any(|new| old.is_kept_by(new)))?;
    let (types, result) = (lost.types().join(", "), lost.result());
    Some(if result.is_empty() { format!("{name}({types})") } else { format!("{name}({types}) returning {result}") })
}
