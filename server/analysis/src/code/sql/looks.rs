//! Whether a text is a statement or a sentence.

use super::words;
use crate::code::mapped::MARK;

/// What a text is, as far as it tells itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    Other,
    /// A statement or a sentence; the schema tells.
    Either,
    Statement,
}

/// A statement begins with a word that a second one follows; its first word is written in one case, and in small letters
/// it has something that no sentence has.
pub(super) fn looks(text: &str) -> Looks {
    let trimmed = words::uncommented(text);
    let first: String = trimmed.chars().take_while(|c| c.is_ascii_alphabetic()).take(12).collect();
    let needs: &[&str] = match first.to_ascii_uppercase().as_str() {
        "SELECT" | "CALL" if is_call(&trimmed[first.len()..]) => &[],
        "SELECT" => &["FROM"],
        "WITH" => &["AS"],
        "INSERT" | "MERGE" | "REPLACE" => &["INTO"],
        "UPDATE" => &["SET"],
        "DELETE" => &["FROM"],
        "TRUNCATE" => &[],
        "COPY" => &["FROM", "TO"],
        _ => return Looks::Other,
    };
    if !trimmed[first.len()..].starts_with(|c: char| c.is_whitespace() || c == '(') {
        return Looks::Other;
    }
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    if !needs.is_empty() && !words.any(|word| needs.iter().any(|need| word.eq_ignore_ascii_case(need))) {
        return Looks::Other;
    }
    let upper = first.chars().all(|c| c.is_ascii_uppercase());
    let lower = first.chars().all(|c| c.is_ascii_lowercase());
    // `select a file from the list` is a sentence.
    let signs = text.contains(['*', '=', '(', '$', '_', '?']) || text.contains(MARK);
    if upper || (lower && signs) { Looks::Statement } else { Looks::Either }
}

/// ` app.f($1)`: nothing but the call of a routine.
fn is_call(rest: &str) -> bool {
    let rest = rest.trim_end_matches(|c: char| c == ';' || c.is_whitespace());
    let Some((name, _)) = rest.split_once('(').filter(|_| rest.ends_with(')')) else { return false };
    let name = name.trim_start();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '"');
    name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '"')) && name.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_no_statements() {
        for text in ["Select a file from the list", "select a file from the list", "delete from basket"] {
            assert_eq!(looks(text), Looks::Either, "{text}");
        }
        for text in [
            "update the list",
            "DELETE",
            "with us",
            "select",
            "selected a from b",
            "call me (maybe)",
            "CALL off()  the search",
        ] {
            assert_eq!(looks(text), Looks::Other, "{text}");
        }
        for text in [
            "SELECT a FROM b",
            " select a_b from c",
            "insert into a(b) values (?)",
            "-- x\nSELECT a FROM b",
            "SELECT app.f($1);",
        ] {
            assert_eq!(looks(text), Looks::Statement, "{text}");
        }
    }
}
