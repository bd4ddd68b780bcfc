//! Turns a statement's tokens into its effects.

use super::cursor::Cursor;
use super::lex::{self, RawStatement, Token, TokenKind};
use super::{Dialect, Limits, Located, Op, Statement};
use super::{given, query, read_alter, read_create, read_other};

/// Reads one statement.
pub fn statement(text: &str, tokens: &[Token], raw: &RawStatement, dialect: Dialect) -> Statement {
    let mut ops = Vec::new();
    if raw.too_deep {
        ops.push(located(raw.start, raw.end, Op::Unknown { what: "deeply nested SQL".to_owned() }));
    } else {
        let cursor = Cursor::new(text, &tokens[raw.tokens.clone()], dialect);
        effects(cursor.clone(), raw.start, raw.end, false, &mut ops);
        given_texts(&cursor, raw.start, raw.end, 0, &mut ops);
    }
    Statement { start: raw.start, end: raw.end, ops }
}

pub(super) fn located(start: usize, end: usize, op: Op) -> Located {
    Located { start, end, conditional: false, if_exists: false, op }
}

/// Appends what the tokens of `c` do. `inner`: they stand in the body of a block.
fn effects(mut c: Cursor<'_>, start: usize, end: usize, inner: bool, out: &mut Vec<Located>) {
    let first = out.len();
    let unknown = |c: &Cursor<'_>| {
        let words: Vec<&str> = (0..3).map(|at| c.raw(at)).filter(|word| !word.is_empty()).collect();
        Op::Unknown { what: words.join(" ").chars().take(60).collect() }
    };
    if c.is("do") && c.dialect == Dialect::Postgres && !inner {
        out.push(located(start, end, Op::Do));
        let body = c.tokens.iter().find(|token| token.kind == TokenKind::String).copied();
        if let Some(body) = body {
            block(c.text, body, out);
        }
        return;
    }
    if c.is("explain")
        && let Some(at) = explained(&c)
    {
        // It is run, to be measured.
        c = c.sub(at..c.tokens.len());
    }
    let read = if c.eat("alter") {
        read_alter::alter(&mut c, start, end, out)
    } else if c.eat("create") {
        let mut rest = c.clone();
        read_create::create(&mut c).map(|op| {
            if matches!(&op, Op::CreateTable(table) if table.from_query.is_some()) {
                // What fills it may be the rows that its query takes out of another table.
                rest.until(|c| c.is("as"));
                rest.at += 1;
                let writes = read_other::named_queries(&rest.within());
                out.extend(writes.into_iter().map(|op| located(start, end, read_other::without_calls(op))));
            }
            out.push(located(start, end, op));
        })
    } else {
        read_other::other(&mut c, start, end, out)
    };
    if read.is_none() || out.len() == first {
        out.truncate(first);
        let mut begin = c.clone();
        begin.at = 0;
        out.push(located(start, end, unknown(&begin)));
    }
}

/// Appends what the texts do that the effects from `first` on give to a routine to be run. A text within such a text is
/// not read: they may be nested without end.
fn given_texts(c: &Cursor<'_>, start: usize, end: usize, first: usize, out: &mut Vec<Located>) {
    let postgres = c.dialect == Dialect::Postgres;
    if !postgres || !out[first..].iter().any(|located| given::is_given(&located.op)) {
        return;
    }
    for (name, text) in given::texts(c) {
        let first = out.len();
        match text {
            Some(token) if is_plain(c.text, token) => constant(c.text, token, out),
            _ => {
                let what = format!("a text that {name} runs");
                out.push(located(start, end, Op::Dynamic { what, calls: None }));
            }
        }
        for op in &mut out[first..] {
            op.conditional = true;
        }
    }
}

/// Where the statement begins that `EXPLAIN ANALYZE` runs.
fn explained(c: &Cursor<'_>) -> Option<usize> {
    let mut c = c.clone();
    c.eat("explain");
    let analyze = match c.parens() {
        Some(range) if c.dialect == Dialect::Postgres => {
            let options = format!("{},", c.plain(range));
            let off = ["false", "off", "0"].iter().any(|no| options.contains(&format!("analyze {no},")));
            !off && (options.starts_with("analyze") || options.contains(", analyze"))
        }
        Some(_) => false,
        None => c.eat("analyze"),
    };
    c.eat("verbose");
    analyze.then_some(c.at).filter(|_| !c.done())
}

/// How long the sign is that opens a string: `'` or `$tag$`.
pub(super) fn opening(raw: &str) -> usize {
    raw.strip_prefix('$').and_then(|rest| rest.find('$')).map_or(1, |at| at + 2)
}

/// A string in simple quotes holds some.
fn doubled(text: &str, token: Token) -> bool {
    let raw = &text[token.start..token.end];
    raw.starts_with('\'') && raw.trim_matches('\'').contains('\'')
}

/// Reads what stands in the body of a `DO` block or a routine as far as its statements are written out.
pub(super) fn block(text: &str, body: Token, out: &mut Vec<Located>) {
    let raw = &text[body.start..body.end];
    let open = opening(raw);
    let (start, end) = (body.start + open, body.end.saturating_sub(open).max(body.start + open));
    if doubled(text, body) {
        out.push(located(body.start, body.end, Op::Dynamic { what: "a body in quotes".to_owned(), calls: None }));
        return;
    }
    let lexed = lex::lex(text, start, end, Dialect::Postgres, &Limits::default());
    let mut from = 0;
    let tokens = &lexed.tokens;
    // Semicolons are not tokens of a statement; inside a block the lexer may have kept them.
    let mut pieces = Vec::new();
    for statement in &lexed.statements {
        for at in statement.tokens.clone() {
            if &text[tokens[at].start..tokens[at].end] == ";" {
                pieces.push(from.max(statement.tokens.start)..at);
                from = at + 1;
            }
        }
        pieces.push(from.max(statement.tokens.start)..statement.tokens.end);
        from = statement.tokens.end;
    }
    for piece in pieces {
        let mut c = Cursor::new(text, &tokens[piece], Dialect::Postgres);
        while !c.done() && !starts_statement(&c) {
            c.at += 1;
        }
        let (Some(head), Some(tail)) = (c.token(), c.tokens.last()) else { continue };
        let (start, end) = (head.start, tail.end);
        let first = out.len();
        if c.eat("execute") {
            execute(&c, start, end, out);
        } else if c.is("perform") {
            c.at += 1;
            let what = query::query(&c);
            out.push(located(start, end, Op::Select { query: what }));
        } else {
            let rest = c.sub(c.at..c.tokens.len());
            effects(rest, start, end, true, out);
        }
        given_texts(&c, start, end, first, out);
        for op in &mut out[first..] {
            op.conditional = true;
        }
    }
}

fn starts_statement(c: &Cursor<'_>) -> bool {
    let opened = c.at == 0
        || c.at.checked_sub(1).is_some_and(|at| {
            ["begin", "then", "else", "loop", "declare", "end"].iter().any(|word| c.word_at(at, word))
                || c.raw(at) == ">"
        });
    opened
        && c.is_any(&[
            "alter", "create", "drop", "update", "delete", "insert", "truncate", "execute", "perform", "lock",
            "refresh", "set", "copy", "reindex", "cluster", "vacuum", "grant", "revoke", "call", "comment", "merge",
            "commit", "rollback",
        ])
}

/// `EXECUTE 'constant'` is read; anything put together is not.
fn execute(c: &Cursor<'_>, start: usize, end: usize, out: &mut Vec<Located>) {
    let alone = c.at + 1 == c.tokens.len() || ["into", "using"].iter().any(|word| c.word_at(c.at + 1, word));
    let constant = c.token().filter(|token| token.kind == TokenKind::String && alone);
    match constant.filter(|token| is_plain(c.text, *token)) {
        Some(token) => self::constant(c.text, token, out),
        None => {
            out.push(located(start, end, Op::Dynamic { what: "SQL put together at run time".to_owned(), calls: None }))
        }
    }
}

/// A quote that is written twice stands for another text than what is there.
fn is_plain(text: &str, token: Token) -> bool {
    !text[token.start..token.end].starts_with('\'') || !doubled(text, token)
}

/// Appends what the statements in a constant do.
fn constant(text: &str, token: Token, out: &mut Vec<Located>) {
    let open = opening(&text[token.start..token.end]);
    let lexed = lex::lex(text, token.start + open, token.end - open, Dialect::Postgres, &Limits::default());
    for raw in lexed.statements.iter().filter(|raw| !raw.too_deep) {
        let cursor = Cursor::new(text, &lexed.tokens[raw.tokens.clone()], Dialect::Postgres);
        effects(cursor, raw.start, raw.end, true, out);
    }
}
