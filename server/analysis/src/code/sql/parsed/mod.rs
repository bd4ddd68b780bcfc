//! What a statement uses, from its parsed form: names are resolved in the scope they stand in.

mod counted;
mod given;
mod joined;
mod scope;
mod visit;
mod writes;

use super::words::{Kind, Token, tokens};
use super::{Found, Loose, Uses, fold, table_key};
use scope::Walk;
use sqlparser::ast::{Ident, ObjectName, Query, Visit};
use sqlparser::dialect::PostgreSqlDialect;
use sqlparser::parser::Parser;
use std::collections::BTreeSet;

/// The longest statement that is parsed; longer ones are data and their words tell enough.
const LONGEST: usize = 200_000;
/// The most operators of a statement that is parsed: a chain of them is a tree as deep as it is long, and letting go
/// of such a tree takes as much stack.
const OPERATORS: usize = 600;

/// Reads one statement; nothing when it does not parse.
pub(crate) fn read(statement: &str) -> Option<Uses> {
    if statement.len() > LONGEST || operators(statement) > OPERATORS {
        return None;
    }
    let mut parser = Parser::new(&PostgreSqlDialect {}).with_recursion_limit(60).try_with_sql(statement).ok()?;
    let statements = parser.parse_statements().ok()?;
    let mut walk = Walk { text: statement, lines: starts(statement), scopes: Vec::new(), uses: Uses::default() };
    for statement in &statements {
        let _ = statement.visit(&mut walk);
    }
    Some(walk.uses)
}

/// How many signs and words join two expressions; each nests the parsed form by one.
fn operators(statement: &str) -> usize {
    const WORDS: [&str; 11] =
        ["and", "or", "not", "is", "in", "like", "ilike", "between", "union", "except", "intersect"];
    let joins = |token: &Token| match &token.kind {
        Kind::Sign(sign) => !matches!(sign, ',' | '(' | ')' | '.'),
        Kind::Word { name, quoted: false } => WORDS.contains(&name.as_str()),
        _ => false,
    };
    tokens(statement).iter().filter(|token| joins(token)).count()
}

fn starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect()
}

fn idents(name: &ObjectName) -> Vec<&Ident> {
    name.0.iter().filter_map(|part| part.as_ident()).collect()
}

/// The names that `WITH` gives.
fn named(query: &Query) -> BTreeSet<String> {
    query.with.iter().flat_map(|with| &with.cte_tables).map(|cte| folded(&cte.alias.name)).collect()
}

/// A name as the index holds it.
fn folded(ident: &Ident) -> String {
    fold(&ident.value)
}
