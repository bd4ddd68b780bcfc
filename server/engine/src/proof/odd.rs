//! Rows that statements treat otherwise than plain ones: with capitals and blanks, empty, negative, far in the future or
//! the past, twice the same, and with the words of the change itself. What a change makes of those is lost on plain rows.

use super::plan::Plan;
use super::values::literals;
use std::collections::BTreeSet;
use store::scratch::catalog::Column;

/// Words of the change that are tried, at the most.
const WORDS: usize = 8;
/// Longer ones are no values.
const LONGEST: usize = 60;

/// What makes a row odd.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Capitals, blanks at both ends, negative numbers with a fraction, the future.
    Wide,
    /// Empty texts, zero, the past.
    Bare,
    /// Another row over again, but for what must be unique.
    Twice,
    /// A word or number that stands in the change.
    Word(String),
}

/// The odd rows that are tried for the tables that the change touches.
pub(super) fn kinds(plan: &Plan) -> Vec<Kind> {
    let mut seen = BTreeSet::new();
    let scripts = plan.change.iter().flat_map(|migration| std::iter::once(&migration.up).chain(&migration.down));
    let words = scripts.flat_map(|script| literals(script.sql()));
    let words = words.filter(|word| !word.is_empty() && word.len() <= LONGEST && seen.insert(word.clone()));
    [Kind::Wide, Kind::Bare, Kind::Twice].into_iter().chain(words.take(WORDS).map(Kind::Word)).collect()
}

/// The odd value for a column; nothing where a plain one does.
pub(super) fn value(column: &Column, kind: &Kind) -> Option<String> {
    if column.element.is_some() || matches!(column.base_kind.as_str(), "e" | "c" | "m" | "r") {
        return None;
    }
    let text = match (column.base.as_str(), kind) {
        ("text" | "varchar" | "bpchar" | "citext", Kind::Wide) => "  Ab Çd  ",
        ("text" | "varchar" | "bpchar" | "citext", Kind::Bare) => "",
        ("text" | "varchar" | "bpchar" | "citext" | "name", Kind::Word(word)) => word,
        ("int2" | "int4" | "int8", Kind::Wide) => "-3",
        ("int2" | "int4" | "int8" | "numeric" | "float4" | "float8" | "money", Kind::Bare) => "0",
        ("numeric" | "float4" | "float8" | "money", Kind::Wide) => "-2.75",
        ("int2" | "int4" | "int8", Kind::Word(word)) if word.parse::<i64>().is_ok() => word,
        ("numeric" | "float4" | "float8" | "money", Kind::Word(word)) if word.parse::<f64>().is_ok() => word,
        ("date" | "timestamp" | "timestamptz", Kind::Wide) => "2999-12-31",
        ("date" | "timestamp" | "timestamptz", Kind::Bare) => "1970-01-01",
        ("json" | "jsonb", Kind::Bare) => "{}",
        ("json" | "jsonb", Kind::Word(word)) => {
            return Some(serde_json::json!({ word.as_str(): word }).to_string());
        }
        _ => return None,
    };
    Some(text.to_owned())
}
