//! A publication or a subscription gives or takes less than before.
//!
//! Whoever reads the copy goes on without the rows of these tables, and without an error.
//!
//! Instead: change the readers first, and check that nobody needs these rows on the other side.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Warning,
    effects: &[Breaking],
    bad: "ALTER PUBLICATION changes DROP TABLE orders;",
    good: "ALTER PUBLICATION changes ADD TABLE orders;",
    check: Check::Op(check),
    ..rule!("alter-replication", "alter_replication.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::Alter { object, name: Some(name), what } = op else { return };
    let less = match object {
        ObjectKind::Publication => what.starts_with("drop ") || what.starts_with("set "),
        ObjectKind::Subscription => {
            ["disable", "drop ", "set ", "connection ", "skip"].iter().any(|verb| what.starts_with(verb))
        }
        _ => return,
    };
    if less && cx.catalog.object_existed(*object, name) {
        let what: String = what.chars().take(60).collect();
        cx.report(format!("{} {name}", object.word()), format!("{} {name} changes: {what}", object.word()));
    }
}
