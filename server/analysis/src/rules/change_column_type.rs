//! A column's type changes so that the table is rewritten.
//!
//! Every row and every index on the column is written anew while nobody can read the table, and code that was built
//! for the old type may fail.
//!
//! Lock: ACCESS EXCLUSIVE on the table, while it is rewritten.
//!
//! Instead: add a column of the new type, write both, copy the old values in batches, read the new one, drop the old.
use super::prelude::*;
use super::types::{base, without_rewrite};

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Blocking, Breaking],
    also_known_as: &[
        ("squawk", "changing-column-type"),
        ("atlas", "PG301"),
        ("strong_migrations", "change_column"),
        ("strong_migrations", "change_column_constraint"),
    ],
    bad: "ALTER TABLE users ALTER COLUMN age TYPE bigint;",
    good: "ALTER TABLE users ALTER COLUMN name TYPE varchar(80);
ALTER TABLE users ALTER COLUMN name TYPE text;",
    check: Check::Op(check),
    ..rule!("change-column-type", "change_column_type.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    let Op::AlterType { table, column, ty, collation, using } = op else { return };
    if !cx.column_existed(table, column) {
        return;
    }
    let old = cx.catalog.column(table, column).cloned();
    let safe = old.as_ref().is_some_and(|old| is_noted_only(cx, &old.ty, ty))
        && using.as_deref().is_none_or(|using| is_itself(using, column, ty));
    let subject = format!("column {table}.{column}");
    if !safe {
        let from = old.map_or_else(|| "an unknown type".to_owned(), |old| old.ty);
        cx.report_sized(table, subject, format!("{table} is rewritten to change {column} from {from} to {ty}"));
        return;
    }
    // An index holds its rows in an order that is no longer the same.
    let sorted = |ty: &str| if base(ty) == "citext" { "citext" } else { "" };
    let resorted =
        old.is_some_and(|old| (collation.is_some() && *collation != old.collation) || sorted(&old.ty) != sorted(ty));
    let placed = cx.catalog.resolve(table);
    let over = cx.catalog.indexes.iter().filter(|(_, index)| index.table == placed && index.columns.contains(column));
    let indexes: Vec<_> = over.map(|(name, _)| name.to_string()).filter(|_| resorted).collect();
    if !indexes.is_empty() {
        let indexes = indexes.join(", ");
        let message = format!("{indexes} is built anew while nobody can use {table}, to sort {column} in another way");
        cx.report_sized(table, subject, message);
    }
}

/// The server only notes the new type down; a domain is what it is made of, and its constraints are looked at where
/// it is the new one.
fn is_noted_only(cx: &Cx<'_>, old: &str, new: &str) -> bool {
    let domain = |ty: &str| cx.catalog.domains.get(&crate::sql::named_type(ty));
    if domain(new).is_some_and(|domain| domain.constrained) {
        return crate::sql::named_type(old) == crate::sql::named_type(new);
    }
    let made_of = |ty: &str| domain(ty).map_or_else(|| ty.to_owned(), |domain| domain.base.clone());
    without_rewrite(&made_of(old), &made_of(new))
}

/// `USING note::text` is what is done without it.
fn is_itself(using: &str, column: &str, ty: &str) -> bool {
    let mut bare = using;
    while let Some(inner) = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        bare = inner;
    }
    let cast =
        bare.strip_prefix("cast(").and_then(|rest| rest.strip_suffix(')')).and_then(|rest| rest.split_once(" as "));
    let (value, to) = cast.or_else(|| bare.split_once("::")).map_or((bare, None), |(value, to)| (value, Some(to)));
    value.trim_matches(['(', ')', '"']) == column && to.is_none_or(|to| base(to) == base(ty))
}
