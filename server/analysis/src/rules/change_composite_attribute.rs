//! An attribute of a composite type gets another name or type, or goes where no column holds it.
//!
//! Code that names it, and code that builds or takes apart values of the type, fails. PostgreSQL refuses another type
//! while a column has the composite one.
//!
//! Lock: ACCESS EXCLUSIVE on the type, for a moment.
//!
//! Instead: make another type, move columns and functions to it, and drop the old one later.
use super::attributes::{Act, altered, columns};
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking],
    bad: "ALTER TYPE pair RENAME ATTRIBUTE b TO c;",
    good: "CREATE TYPE spot AS (x int, y int);
ALTER TYPE spot RENAME ATTRIBUTE y TO z;
ALTER TYPE spot ALTER ATTRIBUTE x TYPE bigint;
ALTER TYPE spot DROP ATTRIBUTE x;
ALTER TYPE pair OWNER TO reporter;",
    check: Check::Op(check),
    ..rule!("change-composite-attribute", "change_composite_attribute.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Some((name, acts)) = altered(cx, op) else { return };
    let columns = columns(cx, name);
    for (act, attribute, rest) in acts {
        let what = match act {
            Act::Rename => {
                let to = rest.strip_prefix("to ").unwrap_or(rest).split(' ').next().unwrap_or_default();
                format!("is renamed to {}", to.trim_matches('"'))
            }
            Act::Retype => {
                let ty = rest.strip_prefix("set data ").unwrap_or(rest).strip_prefix("type ").unwrap_or(rest);
                let ty = ty.trim_end_matches(" cascade").trim_end_matches(" restrict");
                match columns.first() {
                    Some(column) => format!("gets the type {ty}, which is refused while {column} has the type {name}"),
                    None => format!("gets the type {ty}"),
                }
            }
            // Another rule says what is lost.
            Act::Drop if !columns.is_empty() || !cx.catalog.knows(ObjectKind::Type, name, None) => continue,
            Act::Drop => "is dropped".to_owned(),
        };
        cx.report(format!("type {name}"), format!("attribute {attribute} of type {name} {what}"));
    }
}
