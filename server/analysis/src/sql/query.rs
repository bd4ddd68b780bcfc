//! Which tables a query reads.

use super::cursor::Cursor;
use super::lex::TokenKind;
use super::{Name, Query};
use std::collections::BTreeSet;

/// Reads the tables, names and calls in `c`'s remaining tokens, without recursion.
pub fn query(c: &Cursor<'_>) -> Query {
    let alone = super::calls::alone(c);
    let mut c = c.clone();
    let mut tables = BTreeSet::new();
    let mut calls = BTreeSet::new();
    let mut words = BTreeSet::new();
    let mut with = BTreeSet::new();
    let mut star = false;
    // For each open bracket: a SELECT stands in it, so that FROM names tables (not so in `extract(day from x)`).
    let mut levels = vec![true];
    while let Some(token) = c.token() {
        let before = c.at;
        match token.kind {
            TokenKind::Punct => {
                match c.peek() {
                    "(" => levels.push(c.word_at(c.at + 1, "select") || c.word_at(c.at + 1, "with")),
                    ")" if levels.len() > 1 => drop(levels.pop()),
                    "*" => {
                        let previous = before.checked_sub(1).map_or("", |at| c.raw(at));
                        star |= previous == "." || previous == "," || previous.eq_ignore_ascii_case("select");
                    }
                    _ => {}
                }
                c.at += 1;
            }
            TokenKind::Word | TokenKind::Quoted => {
                let select = levels.last().copied().unwrap_or(true);
                let source = (c.is("from") && select && !(before > 0 && c.word_at(before - 1, "distinct")))
                    || c.is("join")
                    || c.is("into")
                    || (c.is("using") && c.raw(c.at + 1) != "(")
                    || (c.is("update") && !c.word_at(c.at + 1, "set") && !(before > 0 && c.word_at(before - 1, "for")));
                if source {
                    c.at += 1;
                    sources(&mut c, &mut tables, &mut calls);
                } else if let Some(after) = named_with_columns(&c) {
                    with.extend(c.ident());
                    c.at = after;
                } else if c.word_at(c.at + 1, "as")
                    && (c.raw(c.at + 2) == "(" || c.word_at(c.at + 2, "materialized") || c.word_at(c.at + 2, "not"))
                {
                    with.extend(c.ident());
                } else {
                    let mut called = c.clone();
                    match called.name() {
                        Some(name) if called.is_sign("(") => {
                            words.insert(name.name.clone());
                            calls.insert(name);
                            c.at = called.at;
                        }
                        _ => words.extend(c.ident()),
                    }
                }
            }
            _ => c.at += 1,
        }
        c.at = c.at.max(before + 1);
    }
    let tables = tables.into_iter().filter(|name: &Name| name.schema.is_some() || !with.contains(&name.name)).collect();
    Query { tables, words: words.into_iter().collect(), star, calls: calls.into_iter().collect(), alone }
}

/// `WITH name (a, b) AS (`: where its query begins.
fn named_with_columns(c: &Cursor<'_>) -> Option<usize> {
    let before = c.at.checked_sub(1)?;
    if c.raw(c.at + 1) != "(" || !(["with", "recursive"].iter().any(|w| c.word_at(before, w)) || c.raw(before) == ",") {
        return None;
    }
    let mut probe = c.clone();
    probe.at += 1;
    probe.parens()?;
    probe.eat("as").then_some(probe.at).filter(|_| probe.is_sign("(") || probe.is_any(&["materialized", "not"]))
}

fn sources(c: &mut Cursor<'_>, tables: &mut BTreeSet<Name>, calls: &mut BTreeSet<Name>) {
    loop {
        c.eat("only");
        c.eat("lateral");
        if c.is_sign("(") || c.is_any(&["select", "values", "unnest"]) || c.are("rows from") {
            return;
        }
        let Some(name) = c.name() else { return };
        if c.is_sign("(") {
            calls.insert(name);
            return;
        }
        tables.insert(name);
        c.sign("*");
        c.eat("as");
        if c.token().is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted)) && !c.is_any(AFTER)
        {
            c.at += 1;
        }
        if !c.sign(",") {
            return;
        }
    }
}

const AFTER: &[&str] = &[
    "where",
    "join",
    "left",
    "right",
    "inner",
    "outer",
    "full",
    "cross",
    "natural",
    "on",
    "group",
    "order",
    "having",
    "limit",
    "offset",
    "union",
    "except",
    "intersect",
    "for",
    "set",
    "using",
    "window",
    "fetch",
    "returning",
    "select",
    "values",
    "default",
    "tablesample",
    "with",
];
