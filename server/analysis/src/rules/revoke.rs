//! A right is taken away.
//!
//! Code that runs with that role fails when it next needs the right, not when this is deployed.
//!
//! Instead: find out from the server's statistics or log who still uses the right, and take it away after them.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-revoke")],
    bad: "REVOKE SELECT ON orders FROM reporter;",
    good: "GRANT SELECT ON orders TO reporter;",
    check: Check::Op(check),
    ..rule!("revoke", "revoke.rs")
};
/// What every role has rights on without a grant of its own; on a table, or on a schema other than the first, it has none.
const BY_DEFAULT: &[&str] = &[
    " on function ",
    " on procedure ",
    " on routine ",
    " on all functions ",
    " on all procedures ",
    " on all routines ",
    " on database ",
    " on language ",
    " on type ",
    " on domain ",
    " on schema public ",
];

fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::Grant { revoke: true, on, what } = op else { return };
    let new = match on {
        Some(table) => !cx.existed(table),
        None => is_new(cx, what),
    };
    if new {
        return;
    }
    let subject = on.as_ref().map_or_else(|| "rights".to_owned(), |table| format!("table {table}"));
    let words: String = what.chars().take(80).collect();
    if !what.ends_with("from public") {
        cx.report(subject, format!("a right is taken away: {words}"));
        return;
    }
    let held = BY_DEFAULT.iter().any(|words| what.contains(words)) && !what.starts_with("revoke create on ");
    let severity = if held { Warning } else { Notice };
    let message = format!("a right is taken away from every role that has no grant of its own: {words}");
    cx.report(subject, message).severity(severity);
}

/// What the right was on is made by this change: `REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC`.
fn is_new(cx: &Cx<'_>, what: &str) -> bool {
    let kinds = [
        ("function", ObjectKind::Function),
        ("procedure", ObjectKind::Procedure),
        ("routine", ObjectKind::Function),
        ("schema", ObjectKind::Schema),
        ("sequence", ObjectKind::Sequence),
        ("type", ObjectKind::Type),
        ("domain", ObjectKind::Domain),
    ];
    let Some((kind, name)) = kinds.into_iter().find_map(|(word, kind)| {
        let (_, rest) = what.split_once(&format!(" on {word} "))?;
        Some((kind, rest.split(['(', ' ', ',']).next()?))
    }) else {
        return false;
    };
    let parts: Vec<String> = name.split('.').map(|part| part.trim_matches('"').to_owned()).collect();
    Name::parts(&parts).is_some_and(|name| !cx.catalog.object_existed(kind, &name))
}
