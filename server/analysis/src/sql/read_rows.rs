//! Statements that write rows.

use super::calls::calls;
use super::cursor::Cursor;
use super::filter::{Filter, filter};
use super::query::query;
use super::{Copied, Dialect, Op};

/// `SELECT … FROM` one table.
pub fn copied(c: &Cursor<'_>) -> Option<Copied> {
    let mut c = c.clone();
    if !c.eat("select") {
        return None;
    }
    let distinct = c.is("distinct");
    let list = c.until(|c| c.is("from"));
    if !c.eat("from") {
        return None;
    }
    let from = c.name()?;
    let ends = |c: &Cursor<'_>| c.done() || c.is("order") || c.is("with");
    if !ends(&c) && !c.is_any(&["where", "limit", "join", "left", "inner", "cross", "group", "having", "union", "on"]) {
        c.eat("as");
        c.ident();
    }
    let mut rest = c.clone();
    rest.until(|c| c.is_any(&["limit", "offset", "fetch"]));
    let whole = !distinct && ends(&c) && rest.done();
    let read = query(&c.sub(list.clone()));
    let columns = (!read.star && c.raw(list.start) != "*").then_some(read.words);
    Some(Copied { from, columns, whole })
}

pub fn insert(c: &mut Cursor<'_>) -> Option<Op> {
    let before = c.until(|c| c.is("into"));
    // Rows that are in the way are passed over.
    let passes_over = before.clone().any(|at| c.word_at(at, "ignore"));
    c.eat("into");
    let table = c.name()?;
    if c.eat("as") {
        c.ident();
    }
    let columns = match c.parens() {
        Some(range) => c.items(range),
        None => Vec::new(),
    };
    c.until(|c| c.is_any(&["values", "select", "with", "default", "table", "set"]) || c.is_sign("("));
    if c.eat("values") {
        let (calls, mut rows) = (calls(c), 0);
        while c.parens().is_some() {
            rows += 1;
            c.sign(",");
        }
        return Some(Op::Insert { table, query: None, columns, rows, copied: None, calls });
    }
    let from_query = !c.is("default") && !c.is("set");
    let calls = if from_query { Vec::new() } else { calls(c) };
    let copied = copied(c).map(|copied| Copied { whole: copied.whole && !passes_over, ..copied });
    Some(Op::Insert { table, query: from_query.then(|| query(c)), columns, rows: 1, copied, calls })
}

pub fn update(c: &mut Cursor<'_>) -> Option<Op> {
    let _ = c.eat("low_priority");
    if c.eat("or") {
        c.at += 1;
    }
    c.eat("only");
    let table = c.name()?;
    c.until(|c| c.is("set"));
    c.eat("set");
    let calls = calls(c);
    let mut columns = Vec::new();
    let start = c.at;
    loop {
        if let Some(range) = c.parens() {
            columns.extend(c.items(range));
        } else {
            // What follows a dot is a part of the column's value.
            let column = if c.dialect == Dialect::Postgres { c.ident() } else { c.name().map(|name| name.name) };
            columns.extend(column);
        }
        c.until(|c| c.is_sign(",") || c.is_any(&["where", "from", "returning", "limit", "order"]));
        if !c.sign(",") {
            break;
        }
    }
    let _ = start;
    let Filter { filtered, unless_empty, batched } = filter(c, &table.name);
    Some(Op::Update { table, filtered, unless_empty, batched, columns, calls })
}

pub fn delete(c: &mut Cursor<'_>) -> Option<Op> {
    c.until(|c| c.is("from"));
    c.eat("from");
    c.eat("only");
    let table = c.name()?;
    let calls = calls(c);
    let Filter { filtered, unless_empty, batched } = filter(c, &table.name);
    Some(Op::Delete { table, filtered, unless_empty, batched, calls })
}
