//! SQL with its words told apart: enough to read it by, not a parser.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Plain,
    Keyword,
    Text,
    Comment,
}

const KEYWORDS: &[&str] = &[
    "add",
    "all",
    "alter",
    "always",
    "and",
    "as",
    "begin",
    "by",
    "cascade",
    "case",
    "check",
    "column",
    "commit",
    "concurrently",
    "constraint",
    "create",
    "database",
    "default",
    "deferrable",
    "delete",
    "distinct",
    "do",
    "domain",
    "drop",
    "else",
    "end",
    "enum",
    "exclude",
    "execute",
    "exists",
    "extension",
    "for",
    "force",
    "foreign",
    "from",
    "function",
    "generated",
    "grant",
    "group",
    "having",
    "identity",
    "if",
    "in",
    "index",
    "insert",
    "into",
    "is",
    "join",
    "key",
    "language",
    "left",
    "like",
    "limit",
    "lock",
    "materialized",
    "not",
    "null",
    "of",
    "on",
    "only",
    "or",
    "order",
    "partition",
    "policy",
    "primary",
    "procedure",
    "references",
    "refresh",
    "rename",
    "replace",
    "restrict",
    "returning",
    "returns",
    "revoke",
    "row",
    "schema",
    "select",
    "sequence",
    "set",
    "stored",
    "table",
    "then",
    "to",
    "trigger",
    "truncate",
    "type",
    "union",
    "unique",
    "update",
    "using",
    "valid",
    "validate",
    "values",
    "view",
    "when",
    "where",
    "with",
];

/// Splits SQL into runs of one kind; joined, they are the text again.
pub fn tokens(sql: &str) -> Vec<(Kind, &str)> {
    let mut out: Vec<(Kind, &str)> = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            '-' if rest.starts_with("--") => (Kind::Comment, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (Kind::Comment, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '\'' => (Kind::Text, quoted(rest)),
            c if c.is_alphabetic() || c == '_' => {
                let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                let word = rest[..length].to_ascii_lowercase();
                (if KEYWORDS.binary_search(&word.as_str()).is_ok() { Kind::Keyword } else { Kind::Plain }, length)
            }
            c => (Kind::Plain, c.len_utf8()),
        };
        let (token, left) = rest.split_at(length);
        out.push((kind, token));
        rest = left;
    }
    out
}

/// Length of a quoted text; a doubled quote does not end it.
fn quoted(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        if *byte == b'\'' {
            if bytes.get(at) != Some(&b'\'') {
                return at;
            }
            at += 1;
        }
    }
    bytes.len()
}

/// The lines of a script, each with its marked words.
pub fn lines(sql: &str) -> Vec<Vec<(Kind, String)>> {
    let mut lines = vec![Vec::new()];
    for (kind, token) in tokens(sql) {
        for (i, piece) in token.split('\n').enumerate() {
            if i > 0 {
                lines.push(Vec::new());
            }
            let piece = piece.trim_end_matches('\r');
            if !piece.is_empty()
                && let Some(line) = lines.last_mut()
            {
                line.push((kind, piece.to_owned()));
            }
        }
    }
    if lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

/// One line.
pub fn view(line: Vec<(Kind, String)>) -> impl IntoView {
    line.into_iter()
        .map(|(kind, text)| match kind {
            Kind::Plain => view! { {text} }.into_any(),
            Kind::Keyword => view! { <span class="text-accent">{text}</span> }.into_any(),
            Kind::Text => view! { <span class="text-success">{text}</span> }.into_any(),
            Kind::Comment => view! { <span class="text-muted">{text}</span> }.into_any(),
        })
        .collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_text_is_lost() {
        assert!(KEYWORDS.is_sorted());
        for sql in ["", "SELECT 'it''s -- no' -- yes\n, 1", "/* a", "'open", "é_ü 'ß'\n\n", "a\r\nb"] {
            assert_eq!(tokens(sql).into_iter().map(|(_, text)| text).collect::<String>(), sql);
        }
        let kinds: Vec<Kind> = tokens("DROP x 'y'").into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [Kind::Keyword, Kind::Plain, Kind::Plain, Kind::Plain, Kind::Text]);
        assert_eq!(lines("a\r\n\n-- b\nc\n").len(), 4);
    }
}
