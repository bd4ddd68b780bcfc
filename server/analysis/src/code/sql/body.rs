//! Queries in the body of a routine.

use super::super::facts::SqlFacts;
use super::super::lines::Lines;
use super::super::mapped::Mapped;
use super::words::{Token, tokens};
use super::{Source, statements};

/// Words that a query begins with.
const QUERIES: &[&str] = &["select", "with", "insert", "update", "delete", "merge", "perform"];

/// Words of PL/pgSQL after which a statement begins.
const BEFORE: &[&str] = &["begin", "then", "else", "loop", "in", "query"];

/// What the statements of the body say; their places are those in the body.
pub(crate) fn of_body(text: &str) -> Vec<SqlFacts> {
    let lines = Lines::of(text);
    let source = Source { text, lines: &lines };
    let parts = statements(text).into_iter().filter_map(|(start, end)| text.get(start..end));
    parts.filter_map(query).flat_map(|query| super::read(&Mapped::plain(&query, 0), &source, true)).collect()
}

/// The query in a statement of PL/pgSQL or SQL.
fn query(statement: &str) -> Option<String> {
    let all = tokens(statement);
    let is_any = |token: &Token, words: &[&str]| words.iter().any(|word| token.is(word));
    let opens = |at: usize| at == 0 || all.get(at - 1).is_some_and(|token| token.sign('>') || is_any(token, BEFORE));
    let at = (0..all.len()).find(|at| opens(*at) && all.get(*at).is_some_and(|token| is_any(token, QUERIES)))?;
    let first = all.get(at)?;
    let in_loop = at > 0 && all.get(at - 1).is_some_and(|token| token.is("in"));
    let end =
        all.iter().skip(at).find(|token| in_loop && token.is("loop")).map_or(statement.len(), |token| token.start);
    let rest = statement.get(if first.is("perform") { first.end } else { first.start }..end)?;
    Some(if first.is("perform") { format!("SELECT{rest}") } else { rest.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_begins_where_a_statement_does() {
        for (statement, found) in [
            ("SELECT a FROM b", "SELECT a FROM b"),
            ("BEGIN PERFORM a FROM b", "SELECT a FROM b"),
            ("DECLARE x int", ""),
            ("IF x THEN UPDATE a SET b = 1", "UPDATE a SET b = 1"),
            ("FOR r IN SELECT a FROM b LOOP", "SELECT a FROM b "),
            ("<<x>> INSERT INTO a SELECT * FROM b", "INSERT INTO a SELECT * FROM b"),
            ("RETURN QUERY SELECT * FROM b", "SELECT * FROM b"),
            ("x := 1", ""),
        ] {
            assert_eq!(query(statement).unwrap_or_default(), found, "{statement}");
        }
    }
}
