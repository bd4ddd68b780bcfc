//! Conditions that leave nothing out.

use super::cursor::Cursor;
use super::lex::TokenKind;
use std::ops::Range;

/// Brackets that are looked into; what is nested deeper counts as a condition.
const DEEPEST: usize = 8;

/// Whether there is a `WHERE` that leaves rows of `table` out, and whether it takes a bounded part of them.
pub fn filter(c: &mut Cursor<'_>, table: &str) -> (bool, bool) {
    c.until(|c| c.is("where"));
    let rest = |c: &Cursor<'_>| c.plain(c.at..c.tokens.len());
    let where_at = c.at;
    let filtered = c.eat("where") && {
        let mut end = c.clone();
        let condition = end.until(|c| c.is_any(&["returning", "order", "limit"]));
        !always(&c.sub(condition), table, DEEPEST)
    };
    c.at = where_at + usize::from(c.at > where_at);
    let rest = rest(c);
    let batched = rest.contains("limit") || rest.contains("between") || (rest.contains("< ") && rest.contains("> "));
    (filtered, batched)
}

/// The condition holds for every row of `table`, as far as its text says.
pub fn always(c: &Cursor<'_>, table: &str, depth: usize) -> bool {
    let whole = 0..c.tokens.len();
    if depth == 0 || whole.is_empty() {
        return false;
    }
    let any = split(c, "or");
    if any.len() > 1 {
        return any.into_iter().any(|part| always(&c.sub(part), table, depth - 1));
    }
    let all = split(c, "and");
    if all.len() > 1 {
        return all.into_iter().all(|part| always(&c.sub(part), table, depth - 1));
    }
    let mut inner = c.sub(whole);
    if let Some(range) = inner.parens()
        && inner.done()
    {
        return always(&c.sub(range), table, depth - 1);
    }
    let plain = c.plain(0..c.tokens.len());
    if matches!(plain.as_str(), "true" | "1" | "not false" | "true is true" | "exists (select 1)") {
        return true;
    }
    equals_itself(c) || is_in_itself(c, table)
}

/// The stretches between these words, outside of brackets.
fn split(c: &Cursor<'_>, word: &str) -> Vec<Range<usize>> {
    let mut c = c.sub(0..c.tokens.len());
    let mut parts = Vec::new();
    loop {
        parts.push(c.until(|c| c.is(word)));
        if !c.eat(word) {
            return parts;
        }
    }
}

/// `id = id`, `1 = 1`, `'a' = 'a'`, `t.id = id`: nothing but empty values is left out.
fn equals_itself(c: &Cursor<'_>) -> bool {
    let mut c = c.sub(0..c.tokens.len());
    let left = c.until(|c| c.is_sign("=") || c.is_sign(">=") || c.is_sign("<="));
    // The lexer may cut `>=` in two.
    let sign = c.at;
    while c.is_sign("=") || c.is_sign(">=") || c.is_sign("<=") {
        c.at += 1;
    }
    if sign == c.at {
        return false;
    }
    let right = c.at..c.tokens.len();
    let side = |range: Range<usize>| {
        // A call may give another value each time.
        let plain = range.clone().all(|at| c.tokens[at].kind != TokenKind::Punct || c.raw(at) == ".");
        plain.then(|| c.plain(range)).filter(|text| !text.is_empty())
    };
    match (side(left), side(right)) {
        (Some(left), Some(right)) => {
            let last = |text: &str| text.rsplit('.').next().unwrap_or_default().to_owned();
            let half = left.contains('.') != right.contains('.');
            let number = left.starts_with(|c: char| c.is_ascii_digit() || c == '\'');
            left == right || (half && !number && last(&left) == last(&right))
        }
        _ => false,
    }
}

/// `id IN (SELECT id FROM t)` in a statement on `t`.
fn is_in_itself(c: &Cursor<'_>, table: &str) -> bool {
    let mut c = c.sub(0..c.tokens.len());
    let Some(column) = c.name() else { return false };
    if !c.eat("in") {
        return false;
    }
    let Some(range) = c.parens().filter(|_| c.done()) else { return false };
    let mut inner = c.sub(range);
    let same = inner.eat("select") && inner.name().is_some_and(|name| name.name == column.name) && inner.eat("from");
    let from = inner.name();
    inner.eat("as");
    // An alias.
    if !inner.done() && !inner.is_any(&["where", "order", "group"]) {
        inner.ident();
    }
    let rest = inner.at..inner.tokens.len();
    let kept = inner.eat("where") && !inner.done();
    same && from.is_some_and(|from| from.name == table) && !kept && (rest.is_empty() || inner.eat("order by"))
}

#[cfg(test)]
mod tests {
    use crate::sql::{Depth, Dialect, Limits, Op, read};

    fn filtered(sql: &str) -> bool {
        let read = read(sql, 0, sql.len(), Dialect::Postgres, &Limits::default(), Depth::Effects);
        match read.statements[0].ops[0].op {
            Op::Delete { filtered, .. } | Op::Update { filtered, .. } => filtered,
            ref other => panic!("{sql}: {other:?}"),
        }
    }

    #[test]
    fn a_condition_that_leaves_nothing_out_is_none() {
        for always in [
            "",
            "where true",
            "where 1 = 1",
            "where 1=1 returning id",
            "where (true)",
            "where id = id",
            "where t.id = id",
            "where t.id = t.id and true",
            "where id = 5 or 1 = 1",
            "where id in (select id from t)",
            "where id in (select id from public.t as x)",
            "where not false",
            "where ((id = id) or id > 5)",
        ] {
            assert!(!filtered(&format!("delete from t {always}")), "{always}");
            assert!(!filtered(&format!("update t set a = 1 {always}")), "{always}");
        }
        for some in [
            "where id = 5",
            "where a = b",
            "where t.id = other.id",
            "where id in (select id from t where a > 5)",
            "where id in (select id from t limit 100)",
            "where id in (select id from other)",
            "where id in (select parent from t)",
            "where a between 0 and 1",
            "where true and a",
            "where a or b",
            "where random() = random()",
            "where current of c",
            "where a is not null",
            "where exists (select 1 from u where u.id = t.id)",
            "where not true",
            "where a <> a",
        ] {
            assert!(filtered(&format!("delete from t {some}")), "{some}");
        }
    }
}
