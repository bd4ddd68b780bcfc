//! Something gets another owner.
//!
//! The old owner can no longer change it, and loses the rights that nobody has granted; a view and a function that runs
//! with its owner's rights sees and does what the new owner may.
//!
//! Lock: ACCESS EXCLUSIVE on a table, for a moment.
//!
//! Instead: grant the rights that are needed before, and leave the owner to whoever runs the server.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    bad: "ALTER TABLE users OWNER TO reporter;",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);
ALTER TABLE t OWNER TO reporter;",
    check: Check::Op(check),
    ..rule!("change-owner", "change_owner.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let (object, name) = match op {
        Op::Table { table, setting: Setting::Owner(_) } => (ObjectKind::Table, table),
        Op::Alter { object, name: Some(name), what } if what.starts_with("owner to") => (*object, name),
        Op::Alter { object: ObjectKind::Other, name: None, what } if what.starts_with("reassign owned") => {
            cx.report("owner", "everything that a role owns in this database gets another owner");
            return;
        }
        _ => return,
    };
    // `ALTER TABLE` takes views and sequences as well.
    let relation = [ObjectKind::Table, ObjectKind::View, ObjectKind::Sequence];
    let kinds = if object == ObjectKind::Table { &relation[..] } else { std::slice::from_ref(&object) };
    let known: Vec<_> = kinds.iter().filter(|kind| cx.catalog.knows(**kind, name, None)).collect();
    let existed = known.iter().any(|kind| cx.catalog.object_existed(**kind, name));
    let elsewhere = known.is_empty() && !cx.catalog.is_whole() && !name.name.ends_with("_seq");
    if existed || elsewhere {
        let word = object.word();
        cx.report(format!("{word} {name}"), format!("{word} {name} gets another owner"));
    }
}
