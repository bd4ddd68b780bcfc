//! `CREATE …`.

use super::column::{at_constraint, column, constraint};
use super::cursor::Cursor;
use super::query::query;
use super::read_alter::string;
use super::{CreateTable, Dialect, Index, Located, Name, ObjectKind, Op, Query};
use std::sync::Arc;

pub fn create(c: &mut Cursor<'_>) -> Option<Op> {
    let or_replace = c.eat("or replace") || c.eat("or alter");
    if c.eat("definer") {
        // MySQL: DEFINER = user before a routine or a view.
        c.until(|c| c.is_any(&["view", "procedure", "function", "trigger", "event", "sql"]));
    }
    if c.eat("algorithm") {
        c.until(|c| c.is("view"));
    }
    c.eat("sql security definer");
    c.eat("sql security invoker");
    let temporary = c.eat("global temporary") || c.eat("local temporary") || c.eat("temporary") || c.eat("temp");
    let unlogged = c.eat("unlogged");
    let recursive = c.eat("recursive");
    if c.eat("table") || c.eat("foreign table") {
        return table(c, temporary, unlogged).map(|table| Op::CreateTable(Box::new(table)));
    }
    if c.eat("virtual table") {
        c.eat("if not exists");
        let name = c.name()?;
        return Some(Op::CreateTable(Box::new(CreateTable {
            name,
            virtual_table: true,
            opaque_columns: true,
            ..CreateTable::default()
        })));
    }
    let unique = c.eat("unique");
    let _ = c.eat("fulltext") || c.eat("spatial");
    if c.eat("index") {
        return index(c, unique);
    }
    let materialized = c.eat("materialized");
    if c.eat("view") {
        let if_not_exists = c.eat("if not exists");
        let name = c.name()?;
        let named = c.parens().map(|range| c.items(range));
        c.until(|c| c.is("as"));
        c.eat("as");
        let columns = named.or_else(|| super::select_list::names(c));
        let with_data = !c.slice(c.at..c.tokens.len()).to_ascii_lowercase().trim_end().ends_with("no data");
        let mut query = query(c);
        // Its name stands for the rows it has found by then, as in `WITH RECURSIVE`.
        query.tables.retain(|table| !recursive || table.name != name.name);
        return Some(Op::CreateView { name, materialized, or_replace, query, columns, if_not_exists, with_data });
    }
    if c.eat("type") {
        let name = c.name()?;
        if c.eat("as enum") {
            let mut values = Vec::new();
            c.sign("(");
            while let Some(value) = string(c) {
                values.push(value);
                c.sign(",");
            }
            return Some(Op::CreateEnum { name, values });
        }
        return Some(Op::Create { object: ObjectKind::Type, name: Some(name), if_not_exists: false });
    }
    if c.eat("domain") {
        let name = c.name()?;
        let rest = c.plain(c.at..c.tokens.len());
        return Some(Op::CreateDomain { name, constrained: rest.contains(" check") || rest.contains("not null") });
    }
    if c.is("function") || c.is("procedure") {
        let kind = if c.is("function") { ObjectKind::Function } else { ObjectKind::Procedure };
        c.at += 1;
        c.eat("if not exists");
        let name = c.name()?;
        c.parens();
        let mut probe = c.clone();
        probe.until(|c| c.is("language"));
        let language = probe.eat("language").then(|| probe.ident().or_else(|| string(&mut probe))).flatten();
        let effects = effects(c, language.as_deref());
        return Some(Op::CreateRoutine { kind, name, or_replace, language, query: body(c), effects });
    }
    let constraint_trigger = c.eat("constraint");
    if c.eat("trigger") {
        c.eat("if not exists");
        let name = c.ident()?;
        // The event list may itself say ON in no dialect; the first ON names the table.
        c.until(|c| c.is("on"));
        c.eat("on");
        let table = c.name()?;
        c.until(|c| c.is("execute"));
        c.at += 2;
        return Some(Op::CreateTrigger { name, table, or_replace, calls: c.name() });
    }
    if constraint_trigger {
        return None;
    }
    if c.eat("policy") {
        let name = c.ident()?;
        c.eat("on");
        let table = c.name()?;
        return Some(Op::CreatePolicy { name, table, restrictive: c.eat("as restrictive") });
    }
    if c.eat("rule") {
        return rule(c);
    }
    let object = super::read_other::object_kind(c)?;
    let if_not_exists = c.eat("if not exists");
    c.eat("concurrently");
    c.eat("authorization");
    let name = c.name();
    Some(Op::Create { object, name, if_not_exists })
}

fn rule(c: &mut Cursor<'_>) -> Option<Op> {
    let name = c.ident()?;
    c.eat("as");
    c.eat("on");
    let event = c.ident()?;
    c.eat("to");
    let table = c.name()?;
    let conditional = c.is("where");
    c.until(|c| c.is("do"));
    c.eat("do");
    Some(Op::CreateRule { name, table, event, instead: c.is("instead"), conditional })
}

/// What the body of a routine does, in a language that can be read.
fn effects(c: &Cursor<'_>, language: Option<&str>) -> Option<Arc<[Located]>> {
    let readable = language.is_some_and(|name| ["sql", "plpgsql"].iter().any(|known| name.eq_ignore_ascii_case(known)));
    let body = (c.at + 1..c.tokens.len())
        .find(|at| c.tokens[*at].kind == super::TokenKind::String && c.word_at(at - 1, "as"))
        .filter(|_| readable && c.dialect == Dialect::Postgres)?;
    let mut found = Vec::new();
    super::read::block(c.text, c.tokens[body], &mut found);
    Some(found.into())
}

/// Tables that the text of a routine mentions.
fn body(c: &Cursor<'_>) -> Query {
    let mut all = query(c);
    for token in c.tokens.iter().filter(|token| token.kind == super::TokenKind::String && token.end - token.start > 8) {
        let raw = &c.text[token.start..token.end];
        let open = super::read::opening(raw);
        let (start, end) = (token.start + open, token.end.saturating_sub(open));
        if start < end {
            let lexed = super::lex::lex(c.text, start, end, c.dialect, &super::Limits::default());
            let inner = query(&Cursor::new(c.text, &lexed.tokens, c.dialect));
            all.tables.extend(inner.tables);
            all.words.extend(inner.words);
            all.calls.extend(inner.calls);
        }
    }
    all.words.sort();
    all.words.dedup();
    // A routine names its columns one by one: `select *` in it follows the table.
    all.star = false;
    all
}

fn table(c: &mut Cursor<'_>, temporary: bool, unlogged: bool) -> Option<CreateTable> {
    let if_not_exists = c.eat("if not exists");
    let mut table = CreateTable { name: c.name()?, if_not_exists, temporary, unlogged, ..CreateTable::default() };
    if c.eat("partition of") {
        table.partition_of = c.name();
        table.opaque_columns = true;
    }
    if c.eat("of") {
        c.name();
        table.opaque_columns = true;
    }
    if c.eat("like") {
        table.like = c.name();
        table.opaque_columns = true;
    }
    if c.is_sign("(") {
        let range = c.parens()?;
        let mut inner = c.sub(range);
        while !inner.done() {
            if inner.eat("like") {
                table.like = inner.name();
                table.opaque_columns = true;
                inner.until(|c| c.is_sign(","));
            } else if inner.is("select") || inner.is("with") {
                table.opaque_columns = true;
                table.from_query = Some(query(&inner));
                break;
            } else if at_constraint(&inner) {
                table.constraints.extend(constraint(&mut inner));
            } else {
                table.columns.extend(column(&mut inner));
            }
            inner.until(|c| c.is_sign(","));
            inner.at += 1;
        }
    }
    while !c.done() {
        if c.eat("inherits") {
            let range = c.parens()?;
            table.inherits = c.sub(range).names();
            table.opaque_columns |= !table.inherits.is_empty();
        } else if c.eat("partition by") {
            table.partitioned = true;
            c.at += 1;
        } else if c.eat("as") || c.is("select") {
            table.opaque_columns = true;
            table.from_query = Some(query(c));
            break;
        } else if c.dialect == Dialect::Mysql && c.raw(c.at + 1) == "=" {
            let name = c.ident()?;
            c.at += 1;
            table.options.push((name, c.peek().to_ascii_lowercase()));
        } else if c.parens().is_none() {
            c.at += 1;
        }
    }
    Some(table)
}

fn index(c: &mut Cursor<'_>, unique: bool) -> Option<Op> {
    let concurrently = c.eat("concurrently");
    let if_not_exists = c.eat("if not exists");
    let mut name = None;
    if !c.is("on") {
        name = c.name().map(|name: Name| name.name);
    }
    let mut method = if c.eat("using") { c.ident() } else { None };
    c.eat("on");
    let only = c.eat("only");
    let table = c.name()?;
    if c.eat("using") {
        method = c.ident();
    }
    let range = c.parens()?;
    let columns = c.items(range);
    let rest = c.until(|c| c.is("where"));
    let _ = rest;
    let partial = c.is("where");
    Some(Op::CreateIndex(Box::new(Index {
        name,
        table,
        columns,
        unique,
        concurrently,
        if_not_exists,
        method,
        only,
        partial,
    })))
}
