//! An option of a function changes.
//!
//! It may run with other rights, give nothing where it gave a value, or be planned differently.
//!
//! Instead: create it anew under another name and move the callers.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-alter-function-options")],
    bad: "ALTER FUNCTION touch() SECURITY DEFINER;",
    good: "CREATE FUNCTION once() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION once() SECURITY DEFINER;",
    check: Check::Op(check),
    ..rule!("alter-function-options", "alter_function_options.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::Alter { object: object @ (ObjectKind::Function | ObjectKind::Procedure), name: Some(name), what } = op
    else {
        return;
    };
    if what.starts_with("owner to") || !cx.catalog.object_existed(*object, name) {
        return;
    }
    let words: Vec<&str> = what.split(' ').collect();
    let (severity, what) = if words.contains(&"security") {
        let caller = words.contains(&"invoker");
        (Warning, if caller { "runs with its caller's rights" } else { "runs with its owner's rights" })
    } else if words.contains(&"strict") || words.starts_with(&["returns", "null"]) {
        (Warning, "gives nothing, and does nothing, where an argument is empty")
    } else {
        (Notice, "has other options")
    };
    cx.report(format!("{} {name}", object.word()), format!("{} {name} {what} from now on", object.word()))
        .severity(severity);
}
