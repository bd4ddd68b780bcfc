//! Conditions that leave nothing out.

use super::Dialect;
use super::cursor::Cursor;
use super::lex::TokenKind;
use std::ops::Range;

/// Brackets that are looked into; what is nested deeper counts as a condition.
const DEEPEST: usize = 8;

/// Which rows of a table a statement takes.
pub struct Filter {
    /// Rows are left out.
    pub filtered: bool,
    /// Only those in which one of these columns is empty.
    pub unless_empty: Vec<String>,
    /// It takes a bounded part of them.
    pub batched: bool,
}

/// Whether there is a `WHERE` or a `LIMIT` that leaves rows of `table` out.
pub fn filter(c: &mut Cursor<'_>, table: &str) -> Filter {
    let limited = {
        let mut end = c.clone();
        end.until(|c| c.is("limit"));
        c.dialect != Dialect::Postgres && end.is("limit")
    };
    c.until(|c| c.is("where"));
    let rest = |c: &Cursor<'_>| c.plain(c.at..c.tokens.len());
    let where_at = c.at;
    let all = if c.eat("where") {
        let mut end = c.clone();
        let condition = end.until(|c| c.is_any(&["returning", "order", "limit"]));
        always(&c.sub(condition), table, DEEPEST)
    } else {
        Some(Vec::new())
    };
    c.at = where_at + usize::from(c.at > where_at);
    let rest = rest(c);
    let between = rest.contains("between") || (rest.contains("< ") && rest.contains("> "));
    let unless_empty = all.clone().filter(|_| !limited).unwrap_or_default();
    Filter {
        filtered: limited || all.is_none_or(|columns| !columns.is_empty()),
        unless_empty,
        batched: limited || rest.contains("limit") || between,
    }
}

/// The condition holds for every row of `table`, as far as its text says; but for rows in which one of the columns is
/// empty that it gives. Nothing where it leaves other rows out.
pub fn always(c: &Cursor<'_>, table: &str, depth: usize) -> Option<Vec<String>> {
    let whole = 0..c.tokens.len();
    if depth == 0 || whole.is_empty() {
        return None;
    }
    let any = split(c, "or");
    if any.len() > 1 {
        return any.into_iter().filter_map(|part| always(&c.sub(part), table, depth - 1)).min_by_key(Vec::len);
    }
    let all = split(c, "and");
    if all.len() > 1 {
        let parts: Option<Vec<_>> = all.into_iter().map(|part| always(&c.sub(part), table, depth - 1)).collect();
        return parts.map(|parts| parts.concat());
    }
    let mut inner = c.sub(whole);
    if let Some(range) = inner.parens()
        && inner.done()
    {
        return always(&c.sub(range), table, depth - 1);
    }
    let plain = c.plain(0..c.tokens.len());
    if matches!(plain.as_str(), "true" | "1" | "not false" | "true is true")
        || finds_a_row(c)
        || equals_itself(c)
        || is_in_itself(c, table)
    {
        return Some(Vec::new());
    }
    is_not_empty(c, table).map(|column| vec![column])
}

/// `EXISTS (SELECT 1)`: no table that could hold no row.
fn finds_a_row(c: &Cursor<'_>) -> bool {
    let mut c = c.sub(0..c.tokens.len());
    if !c.eat("exists") {
        return false;
    }
    let Some(range) = c.parens().filter(|_| c.done()) else { return false };
    let inner = c.sub(range);
    let bounds =
        |at| ["from", "where", "having", "limit", "offset", "fetch"].iter().any(|word| inner.word_at(at, word));
    inner.is("select") && !(0..inner.tokens.len()).any(bounds)
}

/// The column in `id IS NOT NULL`.
fn is_not_empty(c: &Cursor<'_>, table: &str) -> Option<String> {
    let mut c = c.sub(0..c.tokens.len());
    let first = c.ident()?;
    let column = if c.sign(".") { Some(c.ident()?).filter(|_| first == table)? } else { first };
    (c.eat("is not null") && c.done()).then_some(column)
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
            "where exists (select 1)",
            "where exists (select) or id is not null",
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
            "where exists (select 1 where a > 5)",
            "where a is not null and b = 5",
            "where a is not null is true",
        ] {
            assert!(filtered(&format!("delete from t {some}")), "{some}");
        }
    }

    #[test]
    fn a_condition_may_leave_out_empty_values_alone() {
        let columns = |sql: &str, dialect| {
            let read = read(sql, 0, sql.len(), dialect, &Limits::default(), Depth::Effects);
            match &read.statements[0].ops[0].op {
                Op::Delete { unless_empty, filtered: true, .. } => unless_empty.join(" "),
                other => panic!("{sql}: {other:?}"),
            }
        };
        let postgres = |rest: &str| columns(&format!("delete from t where {rest}"), Dialect::Postgres);
        assert_eq!(postgres("a is not null"), "a");
        assert_eq!(postgres("t.a is not null and (b is not null)"), "a b");
        assert_eq!(postgres("a is not null and b is not null or c is not null"), "c");
        assert_eq!(postgres("a is not null and b > 5"), "");
        assert_eq!(postgres("u.a is not null"), "");
        assert_eq!(columns("delete from t limit 100", Dialect::Mysql), "");
        assert_eq!(columns("delete from t where a is not null order by a limit 100", Dialect::Mysql), "");
    }
}
