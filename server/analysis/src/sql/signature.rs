//! The arguments of a routine, as they are written.

use super::cursor::Cursor;
use super::data_type::of_argument;
use super::lex::TokenKind;
use super::op::{Argument, Mode, Signature};

/// How types of more than one word begin.
const LONG: &[&str] = &[
    "double precision",
    "character varying",
    "bit varying",
    "national character",
    "time with",
    "time without",
    "timestamp with",
    "timestamp without",
];

/// What ends the type that a function gives back.
const ATTRIBUTES: &[&str] = &[
    "language",
    "as",
    "immutable",
    "stable",
    "volatile",
    "strict",
    "security",
    "cost",
    "rows",
    "parallel",
    "set",
    "window",
    "support",
    "called",
    "leakproof",
    "not",
    "external",
    "transform",
    "begin",
    "return",
];

/// `(a int, OUT b text DEFAULT 'x') RETURNS …`; nothing where a type is not written out.
pub fn signature(c: &mut Cursor<'_>) -> Option<Signature> {
    let range = c.parens()?;
    let arguments = arguments(&c.sub(range))?;
    let mut returns = None;
    if c.is("returns") && !c.are("returns null") {
        c.at += 1;
        let range = c.until(|c| c.is_any(ATTRIBUTES) || c.are("returns null"));
        let plain = c.plain(range);
        returns = Some(match plain.strip_prefix("setof ") {
            Some(ty) => format!("setof {}", of_argument(ty)),
            None if plain.starts_with("table") => plain,
            None => of_argument(&plain),
        });
    }
    Some(Signature { arguments, returns })
}

/// The arguments between commas.
pub fn arguments(c: &Cursor<'_>) -> Option<Vec<Argument>> {
    let mut c = c.clone();
    let mut all = Vec::new();
    while !c.done() {
        let range = c.until(|c| c.is_sign(","));
        all.push(argument(&mut c.sub(range))?);
        c.at += 1;
    }
    Some(all)
}

fn argument(c: &mut Cursor<'_>) -> Option<Argument> {
    let mut mode = take_mode(c);
    let word = |at: usize| c.tokens.get(at).is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Quoted));
    let named = word(c.at) && word(c.at + 1) && !c.word_at(c.at + 1, "default") && !c.word_at(c.at + 1, "array");
    let long = LONG.iter().any(|words| c.are(words));
    let name = if named && !long { c.ident() } else { None };
    if mode.is_none() {
        mode = take_mode(c);
    }
    let range = c.until(|c| c.is("default") || c.is_sign("=") || c.is_sign(":"));
    let ty = of_argument(&c.plain(range));
    // `users.id%TYPE` is whatever that column is.
    if ty.is_empty() || ty.contains('%') {
        return None;
    }
    Some(Argument { mode: mode.unwrap_or(Mode::In), name, ty, default: !c.done() })
}

fn take_mode(c: &mut Cursor<'_>) -> Option<Mode> {
    // A type alone may have such a name only in quotes.
    if c.at + 1 >= c.tokens.len() {
        return None;
    }
    let modes = [("in out", Mode::InOut), ("inout", Mode::InOut), ("in", Mode::In), ("out", Mode::Out)];
    let mode = modes.into_iter().find(|(words, _)| c.eat(words)).map(|(_, mode)| mode);
    mode.or_else(|| c.eat("variadic").then_some(Mode::Variadic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::{Dialect, Limits, lex};

    #[test]
    fn arguments_are_told_by_type_and_name() {
        for (sql, expected) in [
            ("()", ""),
            ("(a bigint, b int default 1)", "a:bigint b:integer?"),
            ("(int, double precision, timestamp with time zone)", ":integer :double :timestamptz"),
            ("(at timestamp without time zone = now(), in x varchar(20))", "at:timestamp? x:varchar"),
            ("(out r text, variadic v int[])", "v:integer[]"),
            ("(\"A\" app.mood[], time time)", "A:app.mood[] time:time"),
        ] {
            let lexed = lex::lex(sql, 0, sql.len(), Dialect::Postgres, &Limits::default());
            let found = signature(&mut Cursor::new(sql, &lexed.tokens, Dialect::Postgres)).unwrap();
            let shown = found.inputs().map(|one| {
                format!("{}:{}{}", one.name.as_deref().unwrap_or(""), one.ty, if one.default { "?" } else { "" })
            });
            assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{sql}");
        }
    }
}
