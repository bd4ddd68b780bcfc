//! What several rules ask: types, names, owners, time-outs.

use super::Cx;
use crate::lint::Options;
pub(crate) use crate::sql::base_type as base;
use crate::sql::{Constraint, ConstraintKind, Dialect, Name, Op};
use crate::state::{Held, Origin};

/// The numbers in a type's brackets.
fn lengths(ty: &str) -> Vec<u64> {
    let inside = ty.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(inside, _)| inside);
    inside.split(',').filter_map(|number| number.trim().parse().ok()).collect()
}

/// The server only notes the new type down.
pub fn without_rewrite(old: &str, new: &str) -> bool {
    let (from, to) = (base(old), base(new));
    let (was, is) = (lengths(old), lengths(new));
    match (from.as_str(), to.as_str()) {
        ("varchar" | "text" | "citext", "text") | ("varchar" | "text", "citext") => true,
        ("text", "varchar") => is.is_empty(),
        ("varchar" | "varbit", "varchar" | "varbit") if from == to => {
            is.is_empty() || (!was.is_empty() && is[0] >= was[0])
        }
        ("numeric", "numeric") => {
            let scale = |lengths: &[u64]| lengths.get(1).copied().unwrap_or(0);
            is.is_empty() || (!was.is_empty() && is[0] >= was[0] && scale(&is) == scale(&was))
        }
        ("cidr", "inet") => true,
        ("timestamp" | "timestamptz" | "time" | "interval", _) if from == to => {
            is.is_empty() || (!was.is_empty() && is >= was)
        }
        _ => from == to && was == is,
    }
}

/// Some values of the old type do not fit into the new one.
pub fn narrows(old: &str, new: &str) -> bool {
    const WHOLE: &[&str] = &["tinyint", "smallint", "mediumint", "integer", "bigint", "numeric"];
    let (from, to) = (base(old), base(new));
    let (was, is) = (lengths(old), lengths(new));
    let rank = |ty: &str| WHOLE.iter().position(|known| *known == ty);
    match (from.as_str(), to.as_str()) {
        ("varchar" | "char" | "text", "varchar" | "char") => !is.is_empty() && (was.is_empty() || is[0] < was[0]),
        ("numeric", "numeric") => {
            let whole =
                |lengths: &[u64]| lengths.first().map(|all| all.saturating_sub(lengths.get(1).copied().unwrap_or(0)));
            let scale = |lengths: &[u64]| lengths.get(1).copied();
            !is.is_empty() && (was.is_empty() || whole(&is) < whole(&was) || scale(&is) < scale(&was))
        }
        ("double", "real") | ("double" | "real" | "numeric", "integer" | "bigint" | "smallint") => true,
        ("timestamptz" | "timestamp", "date" | "time") => true,
        ("text" | "varchar" | "json" | "jsonb", to)
            if rank(to).is_some() || matches!(to, "boolean" | "date" | "uuid") =>
        {
            true
        }
        (from, to) => matches!((rank(from), rank(to)), (Some(from), Some(to)) if to < from),
    }
}

/// Moments lose a part of their seconds. Where no precision is given MySQL keeps none, and PostgreSQL six digits.
pub fn rounds(old: &str, new: &str, dialect: Dialect) -> bool {
    let moment = |ty: &str| match base(ty).as_str() {
        "timestamp" | "timestamptz" | "datetime" => Some("moment"),
        "time" | "timetz" => Some("time"),
        "interval" => Some("interval"),
        _ => None,
    };
    let all = if dialect == Dialect::Mysql { 0 } else { 6 };
    let digits = |ty: &str| lengths(ty).first().map_or(all, |digits| *digits);
    dialect != Dialect::Sqlite && moment(old).is_some() && moment(old) == moment(new) && digits(new) < digits(old)
}

/// Bytes of a value of a fixed type; those of any length count as one, for they come last.
pub fn width(ty: &str) -> u64 {
    match base(ty).as_str() {
        "bigint" | "timestamptz" | "timestamp" | "double" | "time" | "money" => 8,
        "integer" | "real" | "date" | "oid" => 4,
        "smallint" => 2,
        "uuid" | "interval" => 16,
        _ => 1,
    }
}

/// The table and the name of a constraint of this kind that is dropped although it was there before, and that the same
/// statement does not put in place again.
pub fn dropped(cx: &Cx<'_>, op: &Op, kind: ConstraintKind) -> Option<(Name, String)> {
    let Op::DropConstraint { table, name, kind: said, .. } = op else { return None };
    let held = held(cx, table, name);
    let found = said.or(held.map(|held| held.constraint.kind));
    let existed = held.is_none_or(|held| held.origin != Origin::Change) && cx.existed(table);
    (found == Some(kind) && existed && !is_replaced(cx, table, name)).then(|| (table.clone(), name.clone()))
}

/// The same statement or transaction adds a constraint that guarantees as much as the one it drops, or has added it: of
/// the same kind, on the same columns. What a check says is not compared, only its name.
pub fn is_replaced(cx: &Cx<'_>, table: &Name, name: &str) -> bool {
    let Some(old) = held(cx, table, name).map(|held| &held.constraint) else { return false };
    let guarantees = |new: &Constraint| {
        let same = match old.kind {
            ConstraintKind::Check => new.name.as_deref() == Some(name),
            _ => is_alike(cx, table, new, old),
        };
        new.kind == old.kind && same
    };
    let beside = || cx.catalog.table(table).into_iter().flat_map(|table| &table.constraints);
    added(cx, table).any(guarantees)
        || old.kind == ConstraintKind::Foreign && beside().any(|held| held.name != name && guarantees(&held.constraint))
}

/// Both are on the same columns, and point at the same ones.
pub fn is_alike(cx: &Cx<'_>, table: &Name, new: &Constraint, old: &Constraint) -> bool {
    let target = |one: &Constraint| {
        let reference = one.references.as_ref();
        reference.map(|it| (cx.catalog.resolve(&it.table), it.columns.clone()))
    };
    columns(cx, table, new) == columns(cx, table, old) && target(new) == target(old)
}

/// What the same statement or transaction adds to the table, or has added in this statement.
pub fn added<'a>(cx: &'a Cx<'_>, table: &Name) -> impl Iterator<Item = &'a Constraint> {
    let placed = cx.catalog.resolve(table);
    let here = cx.statements.get(cx.at).into_iter().flat_map(|statement| &statement.ops).map(|located| &located.op);
    here.chain(cx.ahead()).filter_map(move |op| match op {
        Op::AddConstraint { table: on, constraint } if on.name == placed.name && cx.catalog.resolve(on) == placed => {
            Some(&**constraint)
        }
        _ => None,
    })
}

/// A constraint of the table. The primary key of MySQL has no name.
pub fn held<'a>(cx: &Cx<'a>, table: &Name, name: &str) -> Option<&'a Held> {
    let unnamed = || {
        let mut all = cx.catalog.table(table)?.constraints.iter();
        all.find(|held| held.constraint.kind == ConstraintKind::Primary)
    };
    cx.catalog
        .constraint(table, name)
        .or_else(|| unnamed().filter(|_| cx.dialect == Dialect::Mysql && name == "primary"))
}

/// The columns of a constraint; those of the index that it takes over.
pub fn columns<'a>(cx: &Cx<'a>, table: &Name, constraint: &'a Constraint) -> &'a [String] {
    let Some(index) = constraint.using_index.as_ref().filter(|_| constraint.columns.is_empty()) else {
        return &constraint.columns;
    };
    let index = cx.catalog.resolve(table).renamed(index);
    cx.catalog.index(&index, None).map_or(&constraint.columns, |index| &index.columns)
}

/// The old and the new values of a column that lists its values, in MySQL.
pub fn values(cx: &Cx<'_>, op: &Op) -> Option<(String, Vec<String>, Vec<String>)> {
    let Op::ModifyColumn { table, from, column } = op else { return None };
    let old = cx.catalog.column(table, from).filter(|_| cx.column_existed(table, from))?;
    let kind = ["enum", "set"].into_iter().find(|kind| base(&old.ty) == **kind && base(&column.ty) == **kind)?;
    let _ = kind;
    let list = |ty: &str| {
        let inside = ty.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'));
        inside.split(',').map(|value| value.trim().to_owned()).collect::<Vec<_>>()
    };
    Some((format!("{table}.{from}"), list(&old.ty), list(&column.ty)))
}

/// Reports a name that does not match the project's pattern for its kind.
pub fn named(cx: &mut Cx<'_>, kind: &str, name: &str, whole: &str) {
    let Some(pattern) = cx.options.naming.get(kind).cloned() else { return };
    if !matches_pattern(&pattern, name) {
        cx.report(format!("{kind} {whole}"), format!("{kind} {whole} is not named like `{pattern}`"));
    }
}

/// The same for the constraints of a kind.
pub fn named_constraints(cx: &mut Cx<'_>, op: &Op, kind: ConstraintKind, word: &str) {
    let all: Vec<String> = match op {
        Op::AddConstraint { constraint, .. } if constraint.kind == kind => constraint.name.iter().cloned().collect(),
        Op::CreateTable(create) => {
            create.constraints.iter().filter(|one| one.kind == kind).filter_map(|one| one.name.clone()).collect()
        }
        _ => return,
    };
    for name in all {
        named(cx, word, &name, &name);
    }
}

/// `*` for any characters, `?` for one, or `snake_case`.
pub fn matches_pattern(pattern: &str, name: &str) -> bool {
    if pattern == "snake_case" {
        let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        return plain && name.starts_with(|c: char| c.is_ascii_lowercase());
    }
    glob(pattern, name)
}

/// `*` for any characters, `?` for one.
fn glob(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    // The latest star, and where it was tried last: no recursion, at worst the product of both lengths.
    let (mut p, mut n, mut star) = (0, 0, None);
    while n < name.len() {
        if p < pattern.len() && pattern[p] == '*' {
            star = Some((p, n));
            p += 1;
        } else if p < pattern.len() && (pattern[p] == '?' || pattern[p] == name[n]) {
            p += 1;
            n += 1;
        } else if let Some((at, tried)) = star {
            star = Some((at, tried + 1));
            p = at + 1;
            n = tried + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// The team that owns a table.
pub fn owner(options: &Options, table: &Name) -> Option<String> {
    let owns = |pattern: &String| {
        let (schema, name) = match pattern.split_once('.') {
            Some(("main", name)) => ("public", name),
            Some(parts) => parts,
            None => ("public", pattern.as_str()),
        };
        // Names leave the default schema out.
        glob(schema, table.schema.as_deref().unwrap_or("public")) && glob(name, &table.name)
    };
    options.owners.iter().find(|owner| owner.tables.iter().any(owns)).map(|owner| owner.team.clone())
}
