//! An object moves to another schema.
//!
//! Queries that name the old schema, or find it by their search path, fail.
//!
//! Lock: ACCESS EXCLUSIVE on the object.
//!
//! Instead: leave a view (or a function that calls the other) behind under the old name in the same transaction.
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    also_known_as: &[("squawk", "ban-set-schema")],
    bad: "ALTER TABLE orders SET SCHEMA billing;",
    good: "CREATE TABLE t (id bigint PRIMARY KEY);
ALTER TABLE t SET SCHEMA billing;",
    check: Check::Op(check),
    ..rule!("set-schema", "set_schema.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if let Op::SetSchema { object, name, schema } = op
        && cx.catalog.object_existed(*object, name)
    {
        cx.report(format!("{} {name}", object.word()), format!("{} {name} moves to schema {schema}", object.word()));
    }
}
