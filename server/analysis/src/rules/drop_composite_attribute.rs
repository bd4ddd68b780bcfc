//! An attribute of a composite type goes, with its values in every row.
//!
//! All columns of the type lose it at once, without a word of their tables; the values come back from a backup only, and
//! code that names the attribute fails.
//!
//! Lock: ACCESS EXCLUSIVE on the type, for a moment.
//!
//! Instead: leave the attribute unused, or move the columns to a new type in steps.
use super::attributes::{Act, altered, columns};
use super::prelude::*;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Breaking, DataLoss, Irreversible],
    bad: "--- base 1_old.sql
CREATE TYPE addr AS (street text, zip text);
CREATE TABLE homes (id bigint PRIMARY KEY, a addr);
--- 2_new.sql
ALTER TYPE addr DROP ATTRIBUTE zip CASCADE;",
    good: "--- base 1_old.sql
CREATE TYPE addr AS (street text, zip text);
--- 2_new.sql
CREATE TYPE spot AS (x int, y int);
CREATE TABLE spots (id bigint PRIMARY KEY, at spot);
ALTER TYPE spot DROP ATTRIBUTE y;
ALTER TYPE addr DROP ATTRIBUTE zip;",
    check: Check::Op(check),
    ..rule!("drop-composite-attribute", "drop_composite_attribute.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Some((name, acts)) = altered(cx, op) else { return };
    let columns = columns(cx, name);
    // Where no script makes the type, none may say which columns have it.
    if columns.is_empty() && cx.catalog.knows(ObjectKind::Type, name, None) {
        return;
    }
    for (_, attribute, _) in acts.into_iter().filter(|(act, ..)| *act == Act::Drop) {
        let place = if columns.is_empty() { String::new() } else { format!(" in {}", columns.join(", ")) };
        let message = format!("attribute {attribute} of type {name} is dropped with its values{place}");
        cx.report(format!("type {name}"), message);
    }
}
