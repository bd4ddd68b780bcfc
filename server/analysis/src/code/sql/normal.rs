//! Placeholders of all libraries written in PostgreSQL's way, so that one parser reads them all.

use super::super::mapped::{MARK, Mapped};
use super::words::skip;

/// `?`, `:name`, `@name`, `%s` and `%(name)s` become `$1`; `{}`, `${x}` and `#{x}` become the mark for the unknown.
pub(crate) fn normal(statement: &Mapped) -> Mapped {
    let text = &statement.text;
    let mut out = Mapped::default();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if !text[at..].starts_with("${")
            && let Some(end) = skip(text, at)
        {
            out.append(&statement.slice(at, end));
            at = end;
            continue;
        }
        let before = text[..at].chars().next_back();
        match placeholder(&text[at..], before) {
            // What stands for the first column is a list that a format fills in, no value.
            Some((length, _)) if text[at..].starts_with("%s") && lists(&out.text) => {
                out.push_str(MARK, statement.source(at));
                at += length;
            }
            Some((length, with)) => {
                out.push_str(with, statement.source(at));
                at += length;
            }
            None => {
                out.push(c, statement.source(at));
                at += c.len_utf8();
            }
        }
    }
    out
}

fn lists(before: &str) -> bool {
    let trimmed = before.trim_end();
    let start = trimmed.len().saturating_sub("select".len());
    trimmed.get(start..).is_some_and(|word| word.eq_ignore_ascii_case("select"))
}

/// The length of the placeholder at the start of `rest` and what it becomes.
fn placeholder(rest: &str, before: Option<char>) -> Option<(usize, &'static str)> {
    let name = |from: usize| {
        let name = rest.get(from..)?.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()?;
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_').then_some(from + name.len())
    };
    let after_word = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '@' | '<' | '>'));
    match rest.as_bytes() {
        [b'?', next, ..] if next.is_ascii_digit() => {
            let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
            Some((1 + digits, "$1"))
        }
        [b'?', tail @ ..] => {
            // `data ? 'key'`, `?|` and `?&` are operators on JSON.
            let next = tail.first();
            let quote = rest[1..].trim_start().starts_with(['\'', '$']);
            (!matches!(next, Some(b'|' | b'&' | b'?')) && !quote).then_some((1, "$1"))
        }
        [b':', b':', ..] => None,
        [b':' | b'@', ..] if !after_word => Some((name(1)?, "$1")),
        [b'%', b's' | b'd', ..] => Some((2, "$1")),
        [b'%', b'(', ..] => {
            let end = name(2)?;
            matches!(rest.as_bytes().get(end..end + 2)?, [b')', b's' | b'd']).then_some((end + 2, "$1"))
        }
        [b'$' | b'#', b'{', ..] | [b'{', ..] => {
            let end = rest.find('}').filter(|end| *end < 200)?;
            Some((end + 1, MARK))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_placeholders_and_no_operators() {
        let cases = [
            ("a = ? AND b=?2", "a = $1 AND b=$1"),
            ("a ? 'k' and a ?| b", "a ? 'k' and a ?| b"),
            ("a = :name::text", "a = $1::text"),
            ("a @> b and c = @id", "a @> b and c = $1"),
            ("%s, %(x)s, '%s'", "$1, $1, '%s'"),
            ("SELECT %s FROM t LIMIT %d", "SELECT __unknown FROM t LIMIT $1"),
            ("FROM {} t_{x} ${y.z} #{w}", "FROM __unknown t___unknown __unknown __unknown"),
        ];
        for (text, expected) in cases {
            assert_eq!(normal(&Mapped::plain(text, 0)).text, expected);
        }
        let mapped = normal(&Mapped::plain("? b", 10));
        assert_eq!(mapped.source(mapped.text.len() - 1), 12);
    }
}
