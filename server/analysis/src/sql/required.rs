//! What a check leaves no room for: columns that are empty, values that it does not list.

use super::cursor::Cursor;
use super::{Dialect, Limits, lex};

/// The columns that a check of PostgreSQL proves to be filled: `a IS NOT NULL`, alone or joined to the rest by `AND`.
/// Beside an `OR`, in a `CASE` or under a `NOT` it proves nothing.
pub fn required(check: &str) -> Vec<String> {
    proven(check, filled)
}

/// The columns for which a check lists the texts that they may hold, `a IN ('x', 'y')`, with these texts.
pub fn listed(check: &str) -> Vec<(String, Vec<String>)> {
    proven(check, texts)
}

/// What those parts of a check say that hold for every row.
fn proven<T>(check: &str, of: impl Fn(&Cursor<'_>) -> Option<T>) -> Vec<T> {
    let lexed = lex::lex(check, 0, check.len(), Dialect::Postgres, &Limits::default());
    let mut whole = Cursor::new(check, &lexed.tokens, Dialect::Postgres);
    whole.eat("check");
    let mut found = Vec::new();
    let mut next: Vec<Cursor<'_>> = whole.parens().map(|range| whole.sub(range)).into_iter().collect();
    while let Some(mut c) = next.pop() {
        if let Some(range) = c.clone().parens().filter(|range| range.end + 1 == c.tokens.len()) {
            next.push(c.sub(range));
        } else if let Some(one) = of(&c) {
            found.push(one);
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

/// The column in `a IS NOT NULL`.
fn filled(c: &Cursor<'_>) -> Option<String> {
    let mut c = c.clone();
    let name = subject(&mut c, &["is", "notnull"])?;
    ((c.eat("is not null") || c.eat("notnull")) && c.done()).then_some(name)
}

/// The column and the texts in `a IN ('x', 'y')`, or in `a = ANY (ARRAY['x', 'y'])` as PostgreSQL writes it.
fn texts(c: &Cursor<'_>) -> Option<(String, Vec<String>)> {
    let mut c = c.clone();
    let name = subject(&mut c, &["in"])?;
    if c.eat("in") {
        let range = c.parens().filter(|_| c.done())?;
        return Some((name, written(c.sub(range))?));
    }
    let range = if c.sign("=") && c.eat("any") { c.parens().filter(|_| c.done())? } else { return None };
    let mut array = c.sub(range);
    while let Some(range) = array.parens() {
        as_text(&mut array)?;
        array = array.done().then(|| array.sub(range))?;
    }
    let whole = array.eat("array") && array.sign("[");
    let range = array.until(|c| c.is_sign("]"));
    let list = array.sub(range);
    let closed = array.sign("]");
    as_text(&mut array)?;
    (whole && closed && array.done()).then(|| written(list)).flatten().map(|all| (name, all))
}

/// The texts in a list of nothing else.
fn written(mut list: Cursor<'_>) -> Option<Vec<String>> {
    let mut all = Vec::new();
    while !list.done() {
        let text = list.peek().strip_prefix('\'')?.strip_suffix('\'')?;
        all.push(text.replace("''", "'"));
        list.at += 1;
        as_text(&mut list)?;
        if !list.sign(",") && !list.done() {
            return None;
        }
    }
    Some(all)
}

/// Takes casts to a text's types, which alter no text; nothing where another cast stands there.
fn as_text(c: &mut Cursor<'_>) -> Option<()> {
    while c.sign("::") {
        (c.eat("text") || c.eat("varchar") || c.eat("character varying")).then_some(())?;
        if c.sign("[") {
            c.sign("]").then_some(())?;
        }
    }
    Some(())
}

/// The column before one of these words, or before `=`, whatever brackets stand around its name.
fn subject(c: &mut Cursor<'_>, stops: &[&str]) -> Option<String> {
    let mut name = match c.parens() {
        Some(range) => c.sub(range),
        None => {
            let range = c.until(|c| c.is_any(stops) || c.is_sign("::") || c.is_sign("="));
            c.sub(range)
        }
    };
    as_text(c)?;
    while let Some(range) = name.clone().parens() {
        name = name.sub(range);
    }
    let column = name.name()?.name;
    name.done().then_some(column)
}

#[cfg(test)]
mod tests {
    use super::{listed, required};

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

    #[test]
    fn a_check_lists_what_a_column_may_hold() {
        let list = |texts: &[&str]| vec![("a".to_owned(), texts.iter().map(|text| (*text).to_owned()).collect())];
        assert_eq!(listed("check (a in ('x', 'It''s')) not valid"), list(&["x", "It's"]));
        assert_eq!(listed("check (b > 0 and (((a)) in ('x')))"), list(&["x"]));
        for check in [
            "check (a in ('x'::text, 'y'))",
            "check ((a)::text in ('x', 'y'))",
            "check (a = any (array['x', 'y']))",
            "check ((a = ANY (ARRAY['x'::text, 'y'::text])))",
            "check (((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])))",
        ] {
            assert_eq!(listed(check), list(&["x", "y"]), "{check}");
        }
        for check in [
            "check (a not in ('x'))",
            "check (a in ('x') or b)",
            "check (a in (lower('x'), 'y'))",
            "check (a in ('x'::citext))",
            "check (a = any (b))",
            "check (a = any (array['x', b]))",
            "check (a = any (array['x'] || b))",
            "check (a = 'x')",
            "check (a::int = any (array['1']))",
            "check (a in (select b))",
            "check (lower(a) in ('x'))",
            "check (a in (1, 2))",
        ] {
            assert_eq!(listed(check), vec![], "{check}");
        }
    }
}
