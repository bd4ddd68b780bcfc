//! Columns that a check leaves no room to be empty in.

use super::cursor::Cursor;
use super::{Dialect, Limits, lex};

/// The columns that a check of PostgreSQL proves to be filled: `a IS NOT NULL`, alone or joined to the rest by `AND`.
/// Beside an `OR`, in a `CASE` or under a `NOT` it proves nothing.
pub fn required(check: &str) -> Vec<String> {
    let lexed = lex::lex(check, 0, check.len(), Dialect::Postgres, &Limits::default());
    let mut whole = Cursor::new(check, &lexed.tokens, Dialect::Postgres);
    whole.eat("check");
    let mut found = Vec::new();
    let mut next: Vec<Cursor<'_>> = whole.parens().map(|range| whole.sub(range)).into_iter().collect();
    while let Some(mut c) = next.pop() {
        if let Some(range) = c.clone().parens().filter(|range| range.end + 1 == c.tokens.len()) {
            next.push(c.sub(range));
        } else if let Some(column) = filled(&c) {
            found.push(column);
        } else if !has(&c, &["or", "case", "between"]) {
            while !c.done() {
                let part = c.until(|c| c.is("and"));
                // The whole again is no part.
                if part.len() < c.tokens.len() {
                    next.push(c.sub(part));
                }
                c.at += 1;
            }
        }
    }
    found
}

/// A check's text under a column's new name.
pub fn renamed_in(check: &str, from: &str, to: &str) -> String {
    let lexed = lex::lex(check, 0, check.len(), Dialect::Postgres, &Limits::default());
    let mut c = Cursor::new(check, &lexed.tokens, Dialect::Postgres);
    let (mut text, mut copied) = (String::new(), 0);
    while let Some(token) = c.token() {
        let called = c.raw(c.at + 1) == "(";
        let is_name = c.ident().is_some_and(|name| name == from) && !called;
        if is_name {
            text.push_str(&check[copied..token.start]);
            text.push_str(&format!("\"{}\"", to.replace('"', "\"\"")));
            copied = token.end;
        }
        c.at = c.at.max(1 + lexed.tokens.partition_point(|one| one.start < token.start));
    }
    text.push_str(&check[copied..]);
    text
}

/// One of these words stands outside of brackets.
fn has(c: &Cursor<'_>, words: &[&str]) -> bool {
    let mut c = c.clone();
    c.until(|c| c.is_any(words));
    !c.done()
}

/// The column in `a IS NOT NULL`, whatever brackets stand around its name.
fn filled(c: &Cursor<'_>) -> Option<String> {
    let mut c = c.clone();
    let mut name = match c.parens() {
        Some(range) => c.sub(range),
        None => {
            let range = c.until(|c| c.is_any(&["is", "notnull"]));
            c.sub(range)
        }
    };
    if !((c.eat("is not null") || c.eat("notnull")) && c.done()) {
        return None;
    }
    while let Some(range) = name.clone().parens() {
        name = name.sub(range);
    }
    let column = name.name()?.name;
    name.done().then_some(column)
}

#[cfg(test)]
mod tests {
    use super::required;

    #[test]
    fn a_column_is_required_by_what_holds_for_every_row() {
        for (check, columns) in [
            ("check (a is not null)", "a"),
            ("check (((a) is not null)) not valid", "a"),
            ("check (\"A b\" is not null and b > 0)", "A b"),
            ("check (b > 0 and (t.a notnull and (c is not null)))", "c a"),
            ("check (a is not null or b is not null)", ""),
            ("check ((a is not null or b is not null) and c is not null)", "c"),
            ("check (case when b > 0 then a is not null else true end)", ""),
            ("check (case when b and a is not null and c then true end)", ""),
            ("check (not (a is not null))", ""),
            ("check (not a is not null)", ""),
            ("check (b between 1 and a is not null)", ""),
            ("check (coalesce(a, b) is not null)", ""),
            ("check ((a, b) is not null)", ""),
            ("check ((a is not null) is not false)", ""),
            ("check (", ""),
        ] {
            assert_eq!(required(check).join(" "), columns, "{check}");
        }
    }
}
