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
        let inside = cx.catalog.tables.keys().filter(|table| table.schema.as_ref() == Some(&name.name)).count();
        let reach = if *cascade { format!(" with everything in it ({inside} known tables)") } else { String::new() };
        cx.report(format!("schema {name}"), format!("schema {name} is dropped{reach}"));
    }
}
