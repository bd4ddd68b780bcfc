//! `ALTER …`.

use super::column::{at_constraint, column, constraint, data_type};
use super::cursor::Cursor;
use super::lex::TokenKind;
use super::read::located;
use super::{ConstraintKind, Dialect, DomainChange, Index, Located, Name, ObjectKind, Op, Setting};

pub fn alter(c: &mut Cursor<'_>, start: usize, end: usize, out: &mut Vec<Located>) -> Option<()> {
    c.eat("online");
    c.eat("ignore");
    if c.eat("foreign table") || c.eat("table") {
        return table(c, start, end, out);
    }
    let mut if_exists = false;
    let op = if c.eat("type") {
        alter_type(c)?
    } else if c.eat("domain") {
        let name = c.name()?;
        if c.are("rename to") || c.are("set schema") || c.are("owner to") {
            object(c, ObjectKind::Domain, name)?
        } else {
            let not_valid = c.slice(c.at..c.tokens.len()).to_ascii_lowercase().contains("not valid");
            let change = match c {
                _ if c.is("add") => DomainChange::AddConstraint { not_valid },
                _ if c.are("drop constraint") => DomainChange::DropConstraint,
                _ if c.is("validate") => DomainChange::Validate,
                _ if c.are("set not null") => DomainChange::NotNull(true),
                _ if c.are("drop not null") => DomainChange::NotNull(false),
                _ => DomainChange::Other,
            };
            Op::AlterDomain { name, change }
        }
    } else if c.eat("system") {
        c.at += 1;
        Op::AlterSystem { name: c.ident().unwrap_or_default() }
    } else if c.eat("policy") {
        let name = c.ident()?;
        c.eat("on");
        let table = c.name()?;
        if c.eat("rename to") {
            Op::Rename { object: ObjectKind::Policy, name: Name::bare(name), to: c.ident()? }
        } else {
            Op::AlterPolicy { name, table }
        }
    } else if c.eat("default privileges") {
        Op::Grant {
            revoke: c.plain(0..c.tokens.len()).contains("revoke"),
            on: None,
            what: "default privileges".to_owned(),
        }
    } else {
        let kind = super::read_other::object_kind(c)?;
        if_exists = c.eat("if exists");
        let name = c.name().unwrap_or_default();
        object(c, kind, name)?
    };
    out.push(Located { if_exists, ..located(start, end, op) });
    Some(())
}

fn object(c: &mut Cursor<'_>, kind: ObjectKind, name: Name) -> Option<Op> {
    c.parens();
    if c.is("on") && kind == ObjectKind::Trigger {
        c.at += 1;
        c.name();
    }
    if c.eat("rename to") {
        return Some(Op::Rename { object: kind, name, to: c.ident()? });
    }
    if c.eat("set schema") {
        return Some(Op::SetSchema { object: kind, name, schema: c.ident()? });
    }
    if matches!(kind, ObjectKind::View | ObjectKind::MaterializedView) && c.eat("rename") {
        c.eat("column");
        let from = c.ident()?;
        c.eat("to");
        return Some(Op::RenameColumn { table: name, from, to: c.ident()? });
    }
    let range = c.at..c.tokens.len();
    Some(Op::Alter { object: kind, name: Some(name), what: c.plain(range) })
}

fn alter_type(c: &mut Cursor<'_>) -> Option<Op> {
    let name = c.name()?;
    Some(if c.eat("add value") {
        c.eat("if not exists");
        let value = string(c)?;
        Op::AddEnumValue { name, value, placed: c.is_any(&["before", "after"]) }
    } else if c.eat("rename value") {
        let from = string(c)?;
        c.eat("to");
        Op::RenameEnumValue { name, from, to: string(c)? }
    } else {
        object(c, ObjectKind::Type, name)?
    })
}

/// A string's value.
pub fn string(c: &mut Cursor<'_>) -> Option<String> {
    let token = c.token().filter(|token| token.kind == TokenKind::String)?;
    c.at += 1;
    let raw = &c.text[token.start..token.end];
    Some(raw.trim_matches('\'').replace("''", "'"))
}

fn table(c: &mut Cursor<'_>, start: usize, end: usize, out: &mut Vec<Located>) -> Option<()> {
    if c.eat("all in tablespace") {
        return None;
    }
    let if_exists = c.eat("if exists");
    c.eat("only");
    let table = c.name()?;
    c.sign("*");
    let single = {
        let mut probe = c.clone();
        probe.until(|c| c.is_sign(","));
        probe.done()
    };
    while !c.done() {
        let from = c.at;
        let first = out.len();
        actions(c, &table, out)?;
        if c.at == from {
            c.at += 1;
        }
        // What is left of an action that was not read to its end.
        c.until(|c| c.is_sign(","));
        let span = (c.tokens.get(from).map(|t| t.start), c.tokens.get(c.at.max(1) - 1).map(|t| t.end));
        for op in &mut out[first..] {
            op.if_exists = if_exists;
            (op.start, op.end) = match span {
                (Some(from), Some(to)) if !single && from <= to => (from, to),
                _ => (start, end),
            };
        }
        if !c.sign(",") {
            c.at += 1;
        }
    }
    Some(())
}

fn actions(c: &mut Cursor<'_>, table: &Name, out: &mut Vec<Located>) -> Option<()> {
    let table = table.clone();
    // ADD COLUMN (a int, b int)
    let mut probe = c.clone();
    if (probe.eat("add column") || probe.eat("add")) && probe.is_sign("(") {
        let range = probe.parens()?;
        let mut inner = probe.sub(range);
        while !inner.done() {
            if at_constraint(&inner) {
                let constraint = Box::new(constraint(&mut inner)?);
                out.push(located(0, 0, Op::AddConstraint { table: table.clone(), constraint }));
            } else {
                let column = Box::new(column(&mut inner)?);
                out.push(located(0, 0, Op::AddColumn { table: table.clone(), column, if_not_exists: false }));
            }
            inner.at += 1;
        }
        c.at = probe.at;
        return Some(());
    }
    let op = action(c, table)?;
    out.push(located(0, 0, op));
    Some(())
}

fn action(c: &mut Cursor<'_>, table: Name) -> Option<Op> {
    Some(if c.eat("add") {
        add(c, table)?
    } else if c.eat("drop") {
        drop(c, table)?
    } else if c.eat("rename") {
        rename(c, table)?
    } else if c.eat("modify") {
        c.eat("column");
        c.eat("if exists");
        let column = column(c)?;
        Op::ModifyColumn { table, from: column.name.clone(), column: Box::new(column) }
    } else if c.eat("change") {
        c.eat("column");
        c.eat("if exists");
        let from = c.ident()?;
        Op::ModifyColumn { table, from, column: Box::new(column(c)?) }
    } else if c.eat("alter constraint") {
        Op::AlterConstraint { table, name: c.ident()? }
    } else if c.eat("alter index") {
        let range = c.at..c.tokens.len();
        Op::Table { table, setting: Setting::Other(format!("alter index {}", c.plain(range))) }
    } else if c.eat("alter") {
        c.eat("column");
        alter_column(c, table)?
    } else if c.eat("validate constraint") {
        Op::ValidateConstraint { table, name: c.ident()? }
    } else if c.eat("set schema") {
        Op::SetSchema { object: ObjectKind::Table, name: table, schema: c.ident()? }
    } else {
        Op::Table { table, setting: setting(c)? }
    })
}

fn setting(c: &mut Cursor<'_>) -> Option<Setting> {
    let row = "row level security";
    Some(if c.eat("enable row level security") {
        Setting::RowSecurity { enabled: true, force: false }
    } else if c.eat("disable row level security") {
        Setting::RowSecurity { enabled: false, force: false }
    } else if c.eat("force") && c.eat(row) {
        Setting::RowSecurity { enabled: true, force: true }
    } else if c.eat("no force") && c.eat(row) {
        Setting::RowSecurity { enabled: false, force: true }
    } else if c.is_any(&["enable", "disable"]) {
        let enable = c.is("enable");
        c.at += 1;
        // What fires for replication alone is off for everybody else.
        let enabled = enable && !c.is("replica");
        let _ = c.eat("always") || c.eat("replica");
        c.at += 1;
        Setting::Trigger { enabled, name: c.ident().unwrap_or_default() }
    } else if c.eat("attach partition") {
        let partition = c.name()?;
        let bounds = c.until(|c| c.is_sign(","));
        let values = bounds.filter(|at| {
            let token = c.tokens[*at];
            matches!(token.kind, TokenKind::String | TokenKind::Number) || c.word_at(*at, "default")
        });
        Setting::AttachPartition { partition, bounds: values.map(|at| c.raw(at).to_ascii_lowercase()).collect() }
    } else if c.eat("detach partition") {
        let partition = c.name()?;
        Setting::DetachPartition { partition, concurrently: c.eat("concurrently") || c.eat("finalize") }
    } else if c.eat("inherit") {
        Setting::Inherit { parent: c.name()?, add: true }
    } else if c.eat("no inherit") {
        Setting::Inherit { parent: c.name()?, add: false }
    } else if c.eat("set logged") {
        Setting::Logged(true)
    } else if c.eat("set unlogged") {
        Setting::Logged(false)
    } else if c.eat("set tablespace") {
        Setting::Tablespace(c.ident()?)
    } else if c.eat("set access method") {
        Setting::AccessMethod(c.ident()?)
    } else if c.eat("owner to") {
        Setting::Owner(c.ident()?)
    } else if c.eat("replica identity") {
        Setting::ReplicaIdentity(c.peek().to_ascii_lowercase())
    } else if c.eat("cluster on") {
        Setting::ClusterOn(c.ident()?)
    } else if c.is("set") || c.is("reset") {
        let range = c.until(|c| c.is_sign(","));
        Setting::Storage(c.plain(range))
    } else if c.eat("convert to") {
        let range = c.until(|c| c.is_sign(","));
        Setting::Option("convert".to_owned(), c.plain(range))
    } else {
        let name = c.ident()?;
        let name = match name.as_str() {
            "default" | "character" => c.ident().map_or(name.clone(), |_| "charset".to_owned()),
            _ => name,
        };
        c.sign("=");
        let range = c.until(|c| c.is_sign(","));
        Setting::Option(name, c.plain(range))
    })
}

fn add(c: &mut Cursor<'_>, table: Name) -> Option<Op> {
    if c.dialect == Dialect::Mysql {
        let unique = c.is("unique");
        let mut probe = c.clone();
        probe.at += usize::from(c.is_any(&["unique", "fulltext", "spatial"]));
        let index = (probe.eat("index") || probe.eat("key")) || (probe.at > c.at && !probe.is("("));
        if index {
            c.at = probe.at;
            c.eat("if not exists");
            let name = if c.is_sign("(") || c.is("using") { None } else { c.ident() };
            let method = if c.eat("using") { c.ident() } else { None };
            let columns = c.parens().map(|range| c.items(range)).unwrap_or_default();
            c.until(|c| c.is_sign(","));
            return Some(Op::CreateIndex(Box::new(Index { name, table, columns, unique, method, ..Index::default() })));
        }
        if c.is("partition") {
            return Some(Op::Table { table, setting: Setting::Other("add partition".to_owned()) });
        }
    }
    if !c.are("column") && at_constraint(c) {
        return Some(Op::AddConstraint { table, constraint: Box::new(constraint(c)?) });
    }
    c.eat("column");
    let if_not_exists = c.eat("if not exists");
    Some(Op::AddColumn { table, column: Box::new(column(c)?), if_not_exists })
}

fn drop(c: &mut Cursor<'_>, table: Name) -> Option<Op> {
    if c.eat("constraint") || c.are("check") && c.dialect == Dialect::Mysql && c.eat("check") {
        let if_exists = c.eat("if exists");
        let name = c.ident()?;
        return Some(Op::DropConstraint { table, name, kind: None, if_exists, cascade: c.eat("cascade") });
    }
    if c.dialect == Dialect::Mysql {
        if c.eat("primary key") {
            let kind = Some(ConstraintKind::Primary);
            return Some(Op::DropConstraint {
                table,
                name: "primary".to_owned(),
                kind,
                if_exists: false,
                cascade: false,
            });
        }
        if c.eat("foreign key") {
            let if_exists = c.eat("if exists");
            let kind = Some(ConstraintKind::Foreign);
            return Some(Op::DropConstraint { table, name: c.ident()?, kind, if_exists, cascade: false });
        }
        if (c.are("index") || c.are("key")) && c.tokens.get(c.at + 1).is_some() {
            c.at += 1;
            let if_exists = c.eat("if exists");
            let name = Name::bare(c.ident()?);
            return Some(Op::DropIndex { name, table: Some(table), concurrently: false, if_exists, cascade: false });
        }
        if c.is("partition") {
            return Some(Op::Drop {
                object: ObjectKind::Table,
                name: c.clone().sub(c.at + 1..c.tokens.len()).name()?,
                on: Some(table),
                arguments: None,
                if_exists: false,
                cascade: false,
            });
        }
    }
    c.eat("column");
    let if_exists = c.eat("if exists");
    let column = c.ident()?;
    Some(Op::DropColumn { table, column, if_exists, cascade: c.eat("cascade") })
}

fn rename(c: &mut Cursor<'_>, table: Name) -> Option<Op> {
    if c.eat("to") || (c.dialect == Dialect::Mysql && c.eat("as")) {
        let mut to = c.name()?;
        to.schema = to.schema.or_else(|| table.schema.clone());
        return Some(Op::RenameTable { table, to });
    }
    if c.eat("constraint") {
        let from = c.ident()?;
        c.eat("to");
        return Some(Op::RenameConstraint { table, from, to: c.ident()? });
    }
    if c.dialect == Dialect::Mysql && (c.eat("index") || c.eat("key")) {
        let from = c.ident()?;
        c.eat("to");
        return Some(Op::Rename { object: ObjectKind::Index, name: Name::bare(from), to: c.ident()? });
    }
    c.eat("column");
    let from = c.ident()?;
    c.eat("to");
    Some(Op::RenameColumn { table, from, to: c.ident()? })
}

fn alter_column(c: &mut Cursor<'_>, table: Name) -> Option<Op> {
    let column = c.ident()?;
    Some(if c.eat("set data type") || c.eat("type") {
        let ty = data_type(c);
        let collation = if c.eat("collate") { c.name().map(|name| name.to_string()) } else { None };
        let using = c.eat("using").then(|| c.until(|c| c.is_sign(","))).map(|range| c.plain(range));
        Op::AlterType { table, column, ty, collation, using }
    } else if c.eat("set default") {
        let range = c.until(|c| c.is_sign(","));
        Op::SetDefault { table, column, default: super::column::default(c.plain(range)) }
    } else if c.eat("drop default") {
        Op::SetDefault { table, column, default: None }
    } else if c.eat("set not null") {
        Op::SetNotNull { table, column, not_null: true }
    } else if c.eat("drop not null") {
        Op::SetNotNull { table, column, not_null: false }
    } else if c.eat("drop expression") {
        Op::DropExpression { table, column }
    } else if c.eat("set expression") {
        Op::SetExpression { table, column }
    } else if c.eat("add generated") {
        Op::Identity { table, column, add: true, always: c.is("always") }
    } else if c.eat("drop identity") {
        Op::DropIdentity { table, column }
    } else if c.eat("set generated") {
        Op::Identity { table, column, add: false, always: c.is("always") }
    } else if c.eat("set increment") || c.eat("restart") {
        Op::Identity { table, column, add: false, always: false }
    } else {
        let range = c.until(|c| c.is_sign(","));
        Op::Table { table, setting: Setting::Storage(format!("column {column} {}", c.plain(range))) }
    })
}
