//! A view goes that queries may still name.
//!
//! Every query that reads the view fails from this moment.
//!
//! Lock: ACCESS EXCLUSIVE on the view.
//!
//! Instead: first deploy code that does not read the view; drop it in a later change. To change a view, replace it.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-view")],
    bad: "DROP VIEW active_users;",
    good: "CREATE VIEW recent AS SELECT id FROM users;
DROP VIEW recent;",
    check: Check::Op(check),
    ..rule!("drop-view", "drop_view.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: object @ (ObjectKind::View | ObjectKind::MaterializedView), name, .. } = op
        && cx.catalog.object_existed(*object, name)
    {
        let word = object.word();
        let absent = cx.drops_nothing(op);
        let message = format!("{word} {name} is dropped{}", cx.used_by(name, None));
        match made_anew(cx, name) {
            Some(true) => cx
                .report(
                    format!("{word} {name}"),
                    format!("{word} {name} is made anew; rights on it have to be granted again"),
                )
                .severity(Notice),
            Some(false) => cx
                .report(
                    format!("{word} {name}"),
                    format!("{word} {name} is made anew, perhaps without some of its columns"),
                )
                .severity(Warning),
            None => cx.report(format!("{word} {name}"), message),
        }
        .unless(absent);
    }
}

/// The same transaction makes the view again: with all columns that it had, or perhaps without. Nothing where it does
/// not, or where columns are known to be missing.
fn made_anew(cx: &Cx<'_>, of: &Name) -> Option<bool> {
    let new = cx.at_once().find_map(|op| match op {
        Op::CreateView { name, columns, .. } if name == of => Some(columns),
        _ => None,
    })?;
    let old = cx.catalog.views.get(&cx.catalog.resolve(of)).and_then(|view| view.columns.as_ref());
    match (old, new) {
        (Some(old), Some(new)) => old.iter().all(|column| new.contains(column)).then_some(true),
        _ => Some(false),
    }
}
