//! An option of a role changes.
//!
//! Whoever uses the role may no longer get in, or finds other settings in every session from now on.
//!
//! Instead: leave roles to whoever runs the server.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-alter-role-options")],
    bad: "ALTER ROLE reporter NOLOGIN;",
    good: "CREATE ROLE auditor;
ALTER ROLE auditor LOGIN;",
    check: Check::Op(check),
    ..rule!("alter-role-options", "alter_role_options.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::Alter { object: ObjectKind::Role, name: Some(name), what } = op else { return };
    if !cx.catalog.object_existed(ObjectKind::Role, name) {
        return;
    }
    let has = |words: &[&str]| {
        let what = format!(" {what} ");
        words.iter().any(|word| what.contains(&format!(" {word} ")))
    };
    let takes = ["nosuperuser", "nocreatedb", "nocreaterole", "noinherit", "noreplication", "nobypassrls", "drop user"];
    let (severity, what) = if has(&["nologin"]) {
        (Error, "may no longer log in")
    } else if has(&["connection limit 0"]) {
        (Error, "gets no more connections")
    } else if has(&["set default_transaction_read_only", "default_transaction_read_only"]) {
        (if is_off(what) { Notice } else { Error }, "has another setting for whether it may write")
    } else if has(&["password"]) {
        (Warning, "has another password: whoever still uses the old one is refused")
    } else if has(&["connection limit"]) {
        (Warning, "gets another number of connections")
    } else if has(&["valid until"]) {
        (Warning, "gets in until another time")
    } else if has(&takes) {
        (Warning, "may do less than before")
    } else if has(&["set", "reset"]) {
        (Notice, "has another setting in each new session")
    } else {
        return;
    };
    cx.report(format!("role {name}"), format!("role {name} {what}")).severity(severity);
}

/// A setting is switched off.
pub fn is_off(what: &str) -> bool {
    let value = what.rsplit([' ', '=']).next().unwrap_or_default().trim_matches('\'');
    matches!(value, "off" | "false" | "no" | "0" | "default") || what.starts_with("reset") || what.contains(" reset ")
}
