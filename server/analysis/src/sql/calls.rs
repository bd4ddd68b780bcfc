//! Which routines a statement calls.

use super::cursor::Cursor;
use super::lex::{self, TokenKind};
use super::{Dialect, Limits, Name};
use std::collections::BTreeSet;

/// Names before a bracket. Words of the syntax are among them: no routine has their names.
pub fn calls(c: &Cursor<'_>) -> Vec<Name> {
    let mut found = BTreeSet::new();
    for at in c.at..c.tokens.len() {
        let named = matches!(c.tokens[at].kind, TokenKind::Word | TokenKind::Quoted);
        if named && c.raw(at + 1) == "(" {
            let within = at >= 2 && c.raw(at - 1) == ".";
            let called = Cursor { at: if within { at - 2 } else { at }, ..c.clone() }.name();
            found.extend(called);
        }
    }
    found.into_iter().collect()
}

/// Those of an expression.
pub(crate) fn calls_in(text: &str) -> Vec<Name> {
    let lexed = lex::lex(text, 0, text.len(), Dialect::Postgres, &Limits::default());
    calls(&Cursor::new(text, &lexed.tokens, Dialect::Postgres))
}

/// What a query is there for: `SELECT f(), g()` and `SELECT * FROM f()` do what the routines do.
pub fn alone(c: &Cursor<'_>) -> Vec<Name> {
    let mut c = c.clone();
    let performs = c.at > 0 && c.word_at(c.at - 1, "perform");
    if !(c.eat("select") || performs) {
        return Vec::new();
    }
    if c.sign("*") && !c.eat("from") {
        return Vec::new();
    }
    let mut found = Vec::new();
    loop {
        let name = c.name();
        let whole = c.parens().is_some() && (c.done() || c.is_sign(",") || c.is_any(&["as", "from", "where"]));
        found.extend(name.filter(|_| whole));
        c.until(|c| c.is_sign(",") || c.is("from"));
        if !c.sign(",") {
            return found;
        }
    }
}
