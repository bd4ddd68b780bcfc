//! The names of the columns that a query gives.

use super::cursor::Cursor;
use super::lex::TokenKind;
use std::ops::Range;

/// What ends the list.
const AFTER: &[&str] = &[
    "from",
    "where",
    "group",
    "having",
    "order",
    "limit",
    "union",
    "except",
    "intersect",
    "window",
    "offset",
    "fetch",
    "for",
    "with",
];

/// Calls that are named otherwise than their function, or are none.
const SPECIAL: &[&str] = &[
    "any",
    "array",
    "case",
    "cast",
    "exists",
    "extract",
    "grouping",
    "in",
    "interval",
    "json_array",
    "json_object",
    "json_query",
    "json_value",
    "normalize",
    "not",
    "overlay",
    "position",
    "row",
    "substring",
    "treat",
    "trim",
    "values",
    "xmlelement",
    "xmlforest",
];

/// The names, in order; nothing where one of them is not certain, as with `*`.
pub fn names(c: &Cursor<'_>) -> Option<Vec<String>> {
    let mut c = c.clone();
    if c.eat("with") {
        c.until(|c| c.is("select"));
    }
    if !c.eat("select") {
        return None;
    }
    c.eat("all");
    if c.eat("distinct") && c.eat("on") {
        c.parens()?;
    }
    let mut all = Vec::new();
    loop {
        let item = c.until(|c| c.is_sign(",") || c.is_any(AFTER));
        // `a IS DISTINCT FROM b` goes on.
        if item.end > item.start && c.word_at(item.end - 1, "distinct") {
            return None;
        }
        all.push(name(&c, item)?);
        if !c.sign(",") {
            return Some(all);
        }
    }
}

/// Words that stand alone in a list and name no column.
const NO_COLUMN: &[&str] = &["default", "distinct", "false", "null", "session_user", "true", "user"];

/// The columns in the list that can only be those of the tables after FROM. A query that has other sources gives none.
pub fn read(c: &Cursor<'_>) -> Vec<String> {
    let mut c = c.clone();
    if !c.eat("select") {
        return Vec::new();
    }
    c.eat("all");
    if c.eat("distinct") && c.eat("on") {
        c.parens();
    }
    let list = c.until(|c| c.is("from"));
    if !c.eat("from") {
        return Vec::new();
    }
    let from = c.until(|c| c.is_any(AFTER));
    let condition = |at: usize| at > from.start && ["on", "using"].iter().any(|word| c.word_at(at - 1, word));
    if from.clone().any(|at| c.raw(at) == "(" && !condition(at)) {
        return Vec::new();
    }
    // A table's own name, or what it is called here, stands for its whole row.
    let sources: Vec<String> = from
        .clone()
        .filter(|at| *at == from.start || c.raw(*at - 1) != ".")
        .filter_map(|at| c.sub(at..at + 1).ident())
        .collect();
    let mut inner = c.sub(list);
    let mut all = Vec::new();
    while !inner.done() {
        let item = inner.until(|c| c.is_sign(","));
        all.extend(column(&inner.sub(item)).filter(|name| !sources.contains(name)));
        inner.at += 1;
    }
    all
}

/// The column that an item is, with or without another name.
fn column(c: &Cursor<'_>) -> Option<String> {
    let mut c = c.clone();
    let name = c.name()?;
    c.eat("as");
    let renamed = c.at + 1 == c.tokens.len() && c.ident().is_some();
    let word = name.name.as_str();
    let made = word.starts_with("current_") || word.starts_with("local");
    let known = [NO_COLUMN, SPECIAL].iter().any(|words| words.contains(&word));
    ((c.done() || renamed) && !(name.schema.is_none() && (made || known))).then_some(name.name)
}

fn name(c: &Cursor<'_>, item: Range<usize>) -> Option<String> {
    let mut inner = c.sub(item);
    let count = inner.tokens.len();
    if count >= 3 && inner.word_at(count - 2, "as") {
        inner.at = count - 1;
        return inner.ident();
    }
    // `a::text` keeps its name; a calculation with it does not.
    if let Some(at) = (0..count).find(|at| inner.raw(*at) == "::") {
        let of_type = |at: usize| {
            let token = inner.tokens[at];
            let sign = matches!(inner.raw(at), "::" | "(" | ")" | "[" | "]" | "." | ",");
            matches!(token.kind, TokenKind::Word | TokenKind::Quoted | TokenKind::Number) || sign
        };
        // `a::text b` has an alias.
        let words = (at..count).filter(|at| inner.tokens[*at].kind == TokenKind::Word).count();
        return ((at..count).all(of_type) && words == 1).then(|| name(&inner, 0..at)).flatten();
    }
    let name = inner.name()?;
    if inner.done() {
        let literal = name.schema.is_none() && matches!(name.name.as_str(), "null" | "true" | "false");
        let made = name.name.starts_with("current_") || name.name.starts_with("local");
        return (!literal && !made).then_some(name.name);
    }
    inner.parens()?;
    (inner.done() && !SPECIAL.contains(&name.name.as_str())).then_some(name.name)
}

#[cfg(test)]
mod tests {
    use crate::sql::{Depth, Dialect, Limits, Op, read};

    fn columns(view: &str) -> Option<String> {
        let sql = format!("create view v {view}");
        let read = read(&sql, 0, sql.len(), Dialect::Postgres, &Limits::default(), Depth::Effects);
        let Op::CreateView { columns, .. } = &read.statements[0].ops[0].op else { panic!("{sql}") };
        columns.as_ref().map(|columns| columns.join(" "))
    }

    #[test]
    fn columns_are_named_where_they_are_certain() {
        assert_eq!(columns("as select id, u.email, now() as at from users u").as_deref(), Some("id email at"));
        assert_eq!(columns("(a, b) as select 1, 2").as_deref(), Some("a b"));
        assert_eq!(columns("with (security_barrier) as select a from t").as_deref(), Some("a"));
        assert_eq!(columns("as select count(*), max(total) from t").as_deref(), Some("count max"));
        assert_eq!(columns("as with x as (select 1 as y) select y from x union select 2").as_deref(), Some("y"));
        assert_eq!(columns("as select distinct on (a) a, \"B c\", b::text from t").as_deref(), Some("a B c b"));
        for unsure in [
            "as select * from t",
            "as select t.* from t",
            "as select a + b from t",
            "as select a b from t",
            "as select a::text b from t",
            "as select a is distinct from b as c from t",
            "as select extract(day from a) from t",
            "as select null, a from t",
            "as values (1)",
            "as (select a from t)",
        ] {
            assert_eq!(columns(unsure), None, "{unsure}");
        }
    }
}
