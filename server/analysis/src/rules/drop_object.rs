//! Something goes that the server works with: a rule, a publication, a cast, an operator, all that a role owns.
//!
//! What relied on it stops or does something else: statements are no longer rewritten,
//! subscribers get no more rows, expressions are refused.
//!
//! Instead: first see to it that nothing relies on it, and drop it in a change of its own.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    bad: "DROP PUBLICATION changes;",
    good: "CREATE RULE once AS ON DELETE TO users DO ALSO NOTHING;
DROP RULE once ON users;",
    check: Check::Op(check),
    ..rule!("drop-object", "drop_object.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::Drop { object, name, on, .. } = op else { return };
    let text = cx.text.get(cx.span.0..cx.span.1).unwrap_or_default();
    let owned = text.split_whitespace().take(2).collect::<Vec<_>>().join(" ").eq_ignore_ascii_case("drop owned");
    let effect = match object {
        ObjectKind::Rule => "statements on its table do again what they say",
        ObjectKind::Publication => "its subscribers get no more rows",
        ObjectKind::Subscription => "no more rows come in through it",
        ObjectKind::Cast | ObjectKind::Operator | ObjectKind::Collation | ObjectKind::Language => {
            "what uses it is refused"
        }
        ObjectKind::Server => "the tables behind it cannot be reached",
        ObjectKind::Event => "what it kept to at changes of the schema is no longer kept to",
        // `DROP OWNED BY`.
        ObjectKind::Other if owned => "",
        ObjectKind::Statistics => "queries may be planned worse",
        _ => return,
    };
    if owned {
        let message = format!("everything that role {name} owns in this database is dropped, tables with their rows");
        cx.report(format!("role {name}"), message).severity(Error);
        return;
    }
    let new = match on {
        Some(table) => {
            !cx.existed(table) || cx.catalog.object_within(*object, table, &name.name) == Some(Origin::Change)
        }
        None => !cx.catalog.object_existed(*object, name),
    };
    if !new {
        let drops = format!("{} {name} is dropped; {effect}", object.word());
        let severity = if *object == ObjectKind::Statistics { Notice } else { Warning };
        cx.report(format!("{} {name}", object.word()), drops).severity(severity);
    }
}
