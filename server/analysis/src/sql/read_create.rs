//! `CREATE …`.

use super::column::{at_constraint, column, constraint, data_type};
use super::cursor::Cursor;
use super::query::query;
use super::read_alter::string;
use super::signature::signature;
use super::{CreateTable, Dialect, Index, Located, Name, ObjectKind, Op, Query, Token};
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
        return table(c, temporary, unlogged)
            .map(|table| Op::CreateTable(Box::new(CreateTable { or_replace, ..table })));
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
        let reads = super::select_list::read(c);
        let columns = named.or_else(|| super::select_list::names(c));
        let with_data = !c.slice(c.at..c.tokens.len()).to_ascii_lowercase().trim_end().ends_with("no data");
        let mut query = query(c);
        // Its name stands for the rows it has found by then, as in `WITH RECURSIVE`.
        query.tables.retain(|table| !recursive || table.name != name.name);
        return Some(Op::CreateView {
            name,
            materialized,
            or_replace,
            query,
            columns,
            reads,
            if_not_exists,
            with_data,
        });
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
        c.eat("as");
        let base = data_type(c);
        let rest = c.clone();
        let says = |words: &[&str]| {
            (0..rest.tokens.len()).any(|at| words.iter().enumerate().all(|(n, word)| rest.word_at(at + n, word)))
        };
        return Some(Op::CreateDomain { name, base, constrained: says(&["check"]) || says(&["not", "null"]) });
    }
    if c.is("function") || c.is("procedure") {
        let kind = if c.is("function") { ObjectKind::Function } else { ObjectKind::Procedure };
        c.at += 1;
        c.eat("if not exists");
        let name = c.name()?;
        let signature = signature(&mut c.clone());
        c.parens();
        let mut probe = c.clone();
        probe.until(|c| c.is_any(&["stable", "immutable"]));
        let stable = !probe.done();
        let mut probe = c.clone();
        probe.until(|c| c.is("language"));
        let language = probe.eat("language").then(|| probe.ident().or_else(|| string(&mut probe))).flatten();
        let readable = readable(c, language.as_deref());
        let effects = readable.map(|body| effects(c, body));
        let text = readable.map(|body| inside(c, body).into());
        return Some(Op::CreateRoutine {
            kind,
            name,
            or_replace,
            language,
            signature,
            stable,
            query: body(c),
            effects,
            text,
        });
    }
    let constraint_trigger = c.eat("constraint");
    if c.eat("trigger") {
        c.eat("if not exists");
        let name = c.ident()?;
        // The event list may itself say ON in no dialect; the first ON names the table.
        let events = c.until(|c| c.is("on"));
        let mut columns = watched(&c.sub(events));
        c.eat("on");
        let table = c.name()?;
        c.until(|c| c.is("when") || c.is("execute"));
        if c.eat("when")
            && let Some(range) = c.parens()
        {
            columns.extend(rows_columns(&c.sub(range)));
        }
        c.until(|c| c.is("execute"));
        c.at += 2;
        return Some(Op::CreateTrigger { name, table, or_replace, calls: c.name(), columns });
    }
    if constraint_trigger {
        return None;
    }
    if c.eat("policy") {
        let name = c.ident()?;
        c.eat("on");
        let table = c.name()?;
        let restrictive = c.eat("as restrictive");
        c.until(|c| c.is("using") || c.is("with"));
        return Some(Op::CreatePolicy { name, table, restrictive, query: conditions(c) });
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

/// The columns in `UPDATE OF a, b`.
fn watched(c: &Cursor<'_>) -> Vec<String> {
    let mut c = c.clone();
    c.until(|c| c.are("update of"));
    let mut found = Vec::new();
    if c.eat("update of") {
        found.extend(c.ident());
        while c.sign(",") {
            found.extend(c.ident());
        }
    }
    found
}

/// The columns in `NEW.a <> OLD.b`.
fn rows_columns(c: &Cursor<'_>) -> Vec<String> {
    let rows = |at| c.word_at(at, "new") || c.word_at(at, "old");
    let at = (0..c.tokens.len()).filter(|at| rows(*at) && c.raw(at + 1) == ".");
    at.filter_map(|at| c.sub(at + 2..c.tokens.len()).ident()).collect()
}

/// What a policy's conditions mention.
fn conditions(c: &Cursor<'_>) -> Query {
    let mut c = c.clone();
    let mut all = Query::default();
    while !c.done() {
        c.until(|c| c.is_sign("("));
        let Some(range) = c.parens() else { break };
        let one = query(&c.sub(range));
        all.tables.extend(one.tables);
        all.words.extend(one.words);
        all.calls.extend(one.calls);
    }
    all
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

/// The body of a routine in a language that can be read.
fn readable(c: &Cursor<'_>, language: Option<&str>) -> Option<Token> {
    let readable = language.is_some_and(|name| ["sql", "plpgsql"].iter().any(|known| name.eq_ignore_ascii_case(known)));
    let body = (c.at + 1..c.tokens.len())
        .find(|at| c.tokens[*at].kind == super::TokenKind::String && c.word_at(at - 1, "as"))
        .filter(|_| readable && c.dialect == Dialect::Postgres)?;
    c.tokens.get(body).copied()
}

/// What it does.
fn effects(c: &Cursor<'_>, body: Token) -> Arc<[Located]> {
    let mut found = Vec::new();
    super::read::block(c.text, body, &mut found);
    found.into()
}

/// Its text, without its quotes.
fn inside<'a>(c: &Cursor<'a>, body: Token) -> &'a str {
    let raw = &c.text[body.start..body.end];
    let open = super::read::opening(raw);
    raw.get(open..raw.len().saturating_sub(open)).unwrap_or_default()
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
                let options = inner.until(|c| c.is_sign(","));
                table.like_options = inner.plain(options);
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
            table.partition_key = c.parens().map(|range| c.items(range)).unwrap_or_default();
        } else if table.partition_of.is_some() && c.eat("default") {
            table.default_partition = true;
        } else if c.eat("as") || c.is("select") {
            table.opaque_columns = true;
            table.copied = super::read_rows::copied(c);
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
