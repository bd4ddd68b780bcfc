//! A part of a statement, as builders push them: ` AND status = `.

use super::super::facts::Access;
use super::super::mapped::Mapped;
use super::normal::normal;
use super::words::{Kind, first, reserved, tokens};
use super::{Loose, Uses};

/// Reads a part of a statement; nothing if it does not look like one.
pub(crate) fn read(literal: &Mapped) -> Option<Uses> {
    let trimmed = literal.text.trim_start();
    if trimmed.len() > 4_000 {
        return None;
    }
    let access = match first(trimmed).as_str() {
        "AND" | "OR" | "WHERE" | "ORDER" | "GROUP" | "HAVING" | "RETURNING" | "ON" => Access::Read,
        "SET" => Access::Write,
        _ => return None,
    };
    let word: String = trimmed.chars().take_while(char::is_ascii_alphabetic).collect();
    let lower = word.chars().all(|c| c.is_ascii_lowercase());
    // `and email` may be a sentence; what is compared is none.
    if !(word.chars().all(|c| c.is_ascii_uppercase()) || (lower && trimmed.contains('='))) {
        return None;
    }
    let statement = normal(literal);
    let words = tokens(&statement.text);
    let mut loose = Vec::new();
    for (i, token) in words.iter().enumerate() {
        let Kind::Word { name, quoted } = &token.kind else { continue };
        let call = words.get(i + 1).is_some_and(|next| next.sign('('));
        let qualifier = words.get(i + 1).is_some_and(|next| next.sign('.'));
        let cast = i > 0 && words.get(i - 1).is_some_and(|before| before.sign(':'));
        if call || qualifier || cast || (!quoted && reserved(name)) {
            continue;
        }
        // Only the left side of `SET a = b` is written.
        let assigned = access == Access::Write && words.get(i + 1).is_some_and(|next| next.sign('='));
        let access = if assigned { Access::Write } else { Access::Read };
        loose.push(Loose {
            column: name.clone(),
            tables: Vec::new(),
            sure: false,
            access,
            start: token.start,
            end: token.end,
        });
    }
    (!loose.is_empty()).then(|| Uses { loose, fragment: true, ..Uses::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_statements_and_nothing_else() {
        let columns = |text: &str| -> Vec<String> {
            let uses = read(&Mapped::plain(text, 0)).unwrap_or_default();
            uses.loose.into_iter().map(|loose| loose.column).collect()
        };
        assert_eq!(columns(" AND status = "), ["status"]);
        assert_eq!(columns("ORDER BY lower(c.name) DESC"), ["name"]);
        assert_eq!(columns("SET a = :b::text"), ["a"]);
        assert_eq!(columns(" and status = "), ["status"]);
        assert!(columns("Order by mail").is_empty());
        assert!(columns("and the status").is_empty());
        assert!(columns("NOT FOUND").is_empty());
    }
}
