//! A foreign key that the server refuses.
//!
//! It has to point at the columns of a primary key or of a unique constraint, and their types have to be comparable with
//! its own; the deployment stops here.
//!
//! Instead: point at the key, or make the columns unique first; give both columns the same type.
use super::prelude::*;
use super::types::base;
use crate::sql::Reference;

/// The rule.
pub const RULE: Rule = Rule {
    severity: Error,
    effects: &[Malformed],
    down: true,
    bad: "ALTER TABLE loose ADD CONSTRAINT loose_fk FOREIGN KEY (b) REFERENCES users (id);",
    good: "ALTER TABLE loose ADD CONSTRAINT loose_fk FOREIGN KEY (a) REFERENCES users (id);",
    check: Check::Op(check),
    ..rule!("foreign-key-refused", "foreign_key_refused.rs")
};
fn check(cx: &mut Cx<'_>, op: &Op) {
    if cx.conditional || !cx.catalog.is_whole() {
        return;
    }
    let mut refused = Vec::new();
    let ty = |table: &Name, column: &str| cx.catalog.column(table, column).map(|column| column.ty.clone());
    match op {
        Op::CreateTable(create) => {
            for column in &create.columns {
                let to = column.references.as_ref().filter(|to| to.table != create.name);
                refused.extend(to.and_then(|to| refusal(cx, to, &[Some(column.ty.clone())])));
            }
            for constraint in &create.constraints {
                let own = |name: &String| create.columns.iter().find(|one| one.name == *name).map(|one| one.ty.clone());
                let types: Vec<_> = constraint.columns.iter().map(own).collect();
                let to = constraint.references.as_ref().filter(|to| to.table != create.name);
                refused.extend(to.and_then(|to| refusal(cx, to, &types)));
            }
        }
        Op::AddColumn { column, .. } => {
            let to = column.references.as_ref();
            refused.extend(to.and_then(|to| refusal(cx, to, &[Some(column.ty.clone())])));
        }
        Op::AddConstraint { table, constraint } => {
            let types: Vec<_> = constraint.columns.iter().map(|column| ty(table, column)).collect();
            refused.extend(constraint.references.as_ref().and_then(|to| refusal(cx, to, &types)));
        }
        _ => {}
    }
    for (subject, why) in refused {
        cx.report(subject, why);
    }
}

/// Why a foreign key from columns of these types is refused.
fn refusal(cx: &Cx<'_>, to: &Reference, types: &[Option<String>]) -> Option<(String, String)> {
    let table = cx.catalog.resolve(&to.table);
    let known = cx.catalog.tables.get(&table).filter(|known| !known.opaque && !known.loose)?;
    let subject = format!("table {table}");
    let columns = cx.catalog.pointed_columns(&table, &to.columns);
    if columns.is_empty() {
        return Some((subject, format!("a foreign key to {table} is refused: it has no primary key")));
    }
    if columns.iter().any(|column| known.column(column).is_none()) {
        return None;
    }
    let mut indexes = cx.catalog.indexes.values().filter(|index| index.table == table);
    let same = |held: &[String]| held.len() == columns.len() && columns.iter().all(|column| held.contains(column));
    if !indexes.any(|index| index.unique && !index.partial && same(&index.columns)) {
        let names = columns.join(", ");
        return Some((subject, format!("a foreign key to {table} ({names}) is refused: these columns are not unique")));
    }
    types.iter().zip(&columns).find_map(|(own, column)| {
        let (own, target) = (own.as_ref()?, &known.column(column)?.ty);
        let apart = !are_comparable(&base(own), &base(target))?;
        let why = format!("a foreign key to {table}.{column} is refused: {own} is not comparable with {target}");
        apart.then(|| (subject.clone(), why))
    })
}

/// Whether a key of the first type may point at the second; nothing where one of them is not known.
fn are_comparable(own: &str, target: &str) -> Option<bool> {
    // Numbers point at wider kinds only.
    let rank = |ty: &str| match ty {
        "smallint" | "integer" | "bigint" => Some(0),
        "numeric" => Some(1),
        "real" | "double" => Some(2),
        _ => None,
    };
    let family = |ty: &str| match ty {
        "text" | "varchar" | "char" => Some("text"),
        "date" | "timestamp" | "timestamptz" => Some("time"),
        "uuid" => Some("uuid"),
        "boolean" => Some("boolean"),
        ty => rank(ty).map(|_| "number"),
    };
    let (from, to) = (family(own)?, family(target)?);
    Some(match (rank(own), rank(target)) {
        (Some(own), Some(target)) => own <= target,
        _ => from == to,
    })
}
