//! Column and constraint definitions.

use super::cursor::Cursor;
use super::{Column, Constraint, ConstraintKind, Generated, Reference};

const ATTRIBUTES: &[&str] = &[
    "not",
    "null",
    "default",
    "primary",
    "unique",
    "references",
    "check",
    "constraint",
    "generated",
    "collate",
    "auto_increment",
    "autoincrement",
    "comment",
    "on",
    "first",
    "after",
    "storage",
    "compression",
    "key",
    "as",
    "visible",
    "invisible",
    "deferrable",
    "initially",
    "enforced",
    "options",
    "charset",
];

fn at_attribute(c: &Cursor<'_>) -> bool {
    c.is_sign(",") || c.is_any(ATTRIBUTES) || c.are("character set") || c.is("using")
}

/// A type as it stands before a column's attributes.
pub fn data_type(c: &mut Cursor<'_>) -> String {
    let range = c.until(at_attribute);
    c.plain(range)
}

/// A column definition: name, type, attributes.
pub fn column(c: &mut Cursor<'_>) -> Option<Column> {
    let name = c.ident()?;
    let mut column = Column { name, ty: data_type(c), ..Column::default() };
    if column.is_serial() {
        column.not_null = true;
    }
    let mut named = None;
    while !c.done() && !c.is_sign(",") && !c.is_sign(")") {
        let before = c.at;
        if c.eat("constraint") {
            named = c.ident();
            column.constraint_names.extend(named.clone());
            continue;
        }
        attribute(c, &mut column, named.is_some());
        if !c.is("deferrable") {
            named = None;
        }
        c.at = c.at.max(before + 1);
    }
    Some(column)
}

fn attribute(c: &mut Cursor<'_>, column: &mut Column, named: bool) {
    if c.eat("not null") {
        column.not_null = true;
    } else if c.eat("null") {
        column.not_null = false;
    } else if c.eat("not deferrable") || c.eat("not enforced") || c.eat("not valid") {
    } else if c.eat("default") {
        let start = c.at;
        if c.parens().is_none() {
            c.at += 1;
        }
        c.until(at_attribute);
        column.default = default(c.plain(start..c.at));
    } else if c.eat("primary key") {
        column.primary = true;
        column.not_null = true;
        column.unnamed_constraint |= !named;
    } else if c.eat("unique") {
        c.eat("key");
        column.unique = true;
        column.unnamed_constraint |= !named;
    } else if c.is("references") {
        column.references = reference(c);
        column.unnamed_constraint |= !named;
    } else if c.eat("check") {
        column.check = c.parens().map(|range| c.plain(range));
        column.unnamed_constraint |= !named;
    } else if c.eat("generated") {
        c.until(|c| c.is("as"));
        c.eat("as");
        if c.eat("identity") {
            column.generated = Generated::Identity;
            column.not_null = true;
            c.parens();
        } else {
            generated(c, column);
        }
    } else if c.eat("as") {
        generated(c, column);
    } else if c.eat("auto_increment") || c.eat("autoincrement") {
        column.generated = Generated::AutoIncrement;
    } else if c.eat("collate") {
        column.collation = c.name().map(|name| name.to_string());
    } else if c.eat("character set") || c.eat("charset") {
        column.charset = c.ident();
    } else {
        // Comments, storage: nothing that a rule asks for.
        column.on_update |= c.eat("on update");
        c.until(at_attribute);
    }
}

/// A default that is none is left out: `NULL`, `NULL::text`.
pub fn default(value: String) -> Option<String> {
    Some(value).filter(|value| value != "null" && !value.starts_with("null::"))
}

fn generated(c: &mut Cursor<'_>, column: &mut Column) {
    column.expression = c.parens().map(|range| c.plain(range));
    column.generated = if c.eat("stored") {
        Generated::Stored
    } else {
        c.eat("virtual");
        Generated::Virtual
    };
}

/// `REFERENCES table (columns) …`.
pub fn reference(c: &mut Cursor<'_>) -> Option<Reference> {
    if !c.eat("references") {
        return None;
    }
    let table = c.name()?;
    let columns = c.parens().map(|range| c.items(range)).unwrap_or_default();
    let mut reference = Reference { table, columns, ..Reference::default() };
    loop {
        if c.eat("on delete") {
            reference.delete_cascades = c.is("cascade");
            reference.delete_passes = c.is("cascade") || c.is("set");
            reference.delete_empties = c.are("set null");
        } else if c.eat("on update") || c.eat("match") {
        } else {
            break;
        }
        if c.eat("set null") || c.eat("set default") || c.eat("no action") {
            c.parens();
        } else {
            c.at += 1;
        }
    }
    Some(reference)
}

/// Whether a table constraint, not a column, begins here.
pub fn at_constraint(c: &Cursor<'_>) -> bool {
    let bracket = |n: usize| c.raw(c.at + n) == "(";
    c.is("constraint")
        || c.are("primary key")
        || c.are("foreign key")
        || (c.is("check") && bracket(1))
        || (c.is("exclude") && (bracket(1) || c.word_at(c.at + 1, "using")))
        || (c.is("unique") && (bracket(1) || c.are("unique nulls") || c.are("unique using") || mysql_key(c, 1)))
        || (c.dialect == super::Dialect::Mysql && mysql_key(c, 0))
        || (c.are("not null") && !bracket(2))
}

/// MySQL: `KEY name (…)`, `INDEX (…)`, `FULLTEXT KEY …`.
fn mysql_key(c: &Cursor<'_>, skip: usize) -> bool {
    let at = c.at + skip;
    let word = ["key", "index", "fulltext", "spatial"].iter().any(|word| c.word_at(at, word));
    let lone = skip > 0 && c.dialect == super::Dialect::Mysql && c.raw(at + 1) == "(";
    lone || word && (1..5).any(|n| c.raw(at + n) == "(")
}

/// A table constraint.
pub fn constraint(c: &mut Cursor<'_>) -> Option<Constraint> {
    let start = c.at;
    let mut name =
        if c.eat("constraint") && !c.is_any(&["primary", "unique", "foreign", "check"]) { c.ident() } else { None };
    let definition_start = c.at;
    let mut columns = Vec::new();
    let mut references = None;
    let kind = if c.eat("primary key") {
        ConstraintKind::Primary
    } else if c.eat("unique") {
        ConstraintKind::Unique
    } else if c.eat("foreign key") {
        ConstraintKind::Foreign
    } else if c.eat("check") {
        ConstraintKind::Check
    } else if c.eat("exclude") {
        ConstraintKind::Exclude
    } else if c.eat("not null") {
        columns.extend(c.ident());
        ConstraintKind::NotNull
    } else if c.is_any(&["key", "index", "fulltext", "spatial"]) {
        c.at += 1;
        ConstraintKind::Index
    } else {
        c.at = start;
        return None;
    };
    let mut using_index = None;
    if c.eat("using index") {
        using_index = c.ident();
    } else {
        c.eat("nulls not distinct");
        if c.is_any(&["key", "index"]) {
            c.at += 1;
        }
        if !c.is_sign("(") && !c.is("using") && kind != ConstraintKind::NotNull {
            name = c.ident().or(name);
        }
        if c.eat("using") {
            c.ident();
        }
        if let Some(range) = c.parens() {
            columns.extend(match kind {
                ConstraintKind::Check => words(&c.sub(range)),
                _ => c.items(range),
            });
        }
        if kind == ConstraintKind::Foreign {
            references = reference(c);
        }
    }
    c.until(|c| c.is_sign(","));
    let definition = c.plain(definition_start..c.at);
    // What is not enforced proves nothing either.
    let after = definition.rsplit_once(')').map_or(definition.as_str(), |(_, after)| after);
    let not_valid = ["not valid", "not enforced"].iter().any(|words| after.contains(words));
    Some(Constraint { name, kind, columns, definition, not_valid, using_index, references })
}

/// All names in an expression.
fn words(c: &Cursor<'_>) -> Vec<String> {
    let mut inner = c.clone();
    let mut all = Vec::new();
    while !inner.done() {
        match inner.ident() {
            Some(word) => all.push(word),
            None => inner.at += 1,
        }
    }
    all.sort();
    all.dedup();
    all
}
