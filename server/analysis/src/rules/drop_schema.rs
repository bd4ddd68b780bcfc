//! A schema goes, and with `CASCADE` everything in it.
//!
//! Every query that names an object in it fails, and its rows come back from a backup only.
//!
//! Lock: ACCESS EXCLUSIVE on everything in the schema.
//!
//! Instead: drop what is in the schema one by one, each after its readers are gone, and the empty schema last.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataLoss, Irreversible],
    dialects: ALL,
    also_known_as: &[("squawk", "ban-drop-schema"), ("atlas", "DS101")],
    bad: "DROP SCHEMA billing CASCADE;",
    good: "CREATE SCHEMA archive;",
    check: Check::Op(check),
    ..rule!("drop-schema", "drop_schema.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Drop { object: ObjectKind::Schema, name, cascade, .. } = op
        && cx.catalog.object_existed(ObjectKind::Schema, name)
    {
        let reach = match cx.catalog.in_schema(&name.name) {
            _ if !*cascade => String::new(),
            all if all.is_empty() => " with everything in it; the files show nothing there".to_owned(),
            all => format!(" with everything in it: {}", listed(&all)),
        };
        cx.report(format!("schema {name}"), format!("schema {name} is dropped{reach}"));
    }
}

/// The first few by name.
fn listed(all: &[String]) -> String {
    let shown = all.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(5) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
