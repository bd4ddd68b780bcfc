//! A schema gets another name, and with it everything in it.
//!
//! Every query that names the schema, and every search path, stops finding its tables.
//!
//! Lock: ACCESS EXCLUSIVE on the schema.
//!
//! Instead: create the new schema, move or mirror the objects one by one, and drop the old one when it is empty.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    also_known_as: &[("strong_migrations", "rename_schema")],
    bad: "ALTER SCHEMA billing RENAME TO invoicing;",
    good: "CREATE SCHEMA invoicing;",
    check: Check::Op(check),
    ..rule!("rename-schema", "rename_schema.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::Rename { object: ObjectKind::Schema, name, to } = op {
        cx.report(format!("schema {name}"), format!("schema {name} is renamed to {to}"));
    }
}
