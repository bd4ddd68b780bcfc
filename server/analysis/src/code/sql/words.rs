//! The words of a statement, whatever is wrong with it.

use super::fold;

/// One word, number, text or sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or keyword, folded.
    Word { name: String, quoted: bool },
    /// A text, number or placeholder.
    Value,
    /// One other character.
    Sign(char),
}

impl Token {
    pub(crate) fn is(&self, keyword: &str) -> bool {
        matches!(&self.kind, Kind::Word { name, quoted: false } if name.eq_ignore_ascii_case(keyword))
    }

    pub(crate) fn sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    pub(crate) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word { name, .. } => Some(name),
            _ => None,
        }
    }
}

/// The first keyword, in capitals; brackets and comments before it are passed over.
pub(crate) fn first(statement: &str) -> String {
    uncommented(statement)
        .chars()
        .take_while(|c| c.is_ascii_alphabetic())
        .take(20)
        .collect::<String>()
        .to_ascii_uppercase()
}

/// The statement from its first keyword on.
pub(crate) fn uncommented(statement: &str) -> &str {
    // A long comment may stand first, but no statement needs more than this to begin.
    let mut rest = statement.trim_start();
    for _ in 0..100 {
        rest = if let Some(after) = rest.strip_prefix("--") {
            after.split_once('\n').map_or("", |(_, rest)| rest).trim_start()
        } else if let Some(after) = rest.strip_prefix("/*") {
            after.split_once("*/").map_or("", |(_, rest)| rest).trim_start()
        } else if let Some(after) = rest.strip_prefix('(') {
            after.trim_start()
        } else {
            break;
        };
    }
    rest
}

/// Where the quoted, dollar-quoted or commented stretch that starts at `at` ends; nothing if none starts there.
pub(crate) fn skip(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let find = |from: usize, what: &str| rest.get(from..)?.find(what).map(|i| at + from + i + what.len());
    let end = text.len();
    match rest.as_bytes() {
        [b'\'', ..] => Some(quoted(text, at, b'\'')),
        [b'"', ..] => Some(quoted(text, at, b'"')),
        [b'-', b'-', ..] => Some(find(2, "\n").unwrap_or(end)),
        [b'/', b'*', ..] => Some(find(2, "*/").unwrap_or(end)),
        [b'$', ..] => {
            let tag = rest.get(1..)?.split('$').next()?;
            let is_tag = tag.len() < 64
                && tag.chars().all(|c| c.is_alphanumeric() || c == '_')
                && !tag.starts_with(|c: char| c.is_ascii_digit())
                && rest.len() > tag.len() + 1;
            let before = text.get(..at)?.chars().next_back();
            if !is_tag || before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                return None;
            }
            let mark = format!("${tag}$");
            Some(find(mark.len(), &mark).unwrap_or(end))
        }
        _ => None,
    }
}

fn quoted(text: &str, at: usize, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut i = at + 1;
    while let Some(byte) = bytes.get(i) {
        i += 1;
        if *byte == quote {
            if bytes.get(i) != Some(&quote) {
                return i;
            }
            i += 1;
        }
    }
    bytes.len()
}

/// All tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let start = at;
        if let Some(end) = skip(text, at) {
            at = end;
            if c == '"' {
                let name = fold(&text[start + 1..end].trim_end_matches('"').replace("\"\"", "\""));
                all.push(Token { kind: Kind::Word { name, quoted: true }, start, end });
            } else if c == '\'' || c == '$' {
                all.push(Token { kind: Kind::Value, start, end });
            }
            continue;
        }
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let run = || text[start..].find(|c| !is_part(c)).map_or(text.len(), |i| start + i);
        if c.is_alphabetic() || c == '_' {
            at = run();
            let name = fold(&text[start..at]);
            all.push(Token { kind: Kind::Word { name, quoted: false }, start, end: at });
        } else if c.is_ascii_digit() || c == '$' {
            at = run().max(start + 1);
            all.push(Token { kind: Kind::Value, start, end: at });
        } else if c == '`' {
            at = text[start + 1..].find('`').map_or(text.len(), |i| start + i + 2);
            let name = fold(text[start..at].trim_matches('`'));
            all.push(Token { kind: Kind::Word { name, quoted: true }, start, end: at });
        } else {
            at += c.len_utf8();
            if !c.is_whitespace() {
                all.push(Token { kind: Kind::Sign(c), start, end: at });
            }
        }
    }
    all
}

/// Words that are never a column without quotes, or that stand where a column's name could.
const RESERVED: &[&str] = &[
    "all",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "at",
    "between",
    "both",
    "by",
    "case",
    "cast",
    "collate",
    "conflict",
    "constraint",
    "cross",
    "current_date",
    "current_timestamp",
    "current_user",
    "default",
    "delete",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "escape",
    "except",
    "exists",
    "false",
    "fetch",
    "filter",
    "first",
    "following",
    "for",
    "from",
    "full",
    "group",
    "having",
    "ilike",
    "in",
    "inner",
    "insert",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "join",
    "last",
    "lateral",
    "left",
    "like",
    "limit",
    "locked",
    "natural",
    "next",
    "not",
    "nothing",
    "notnull",
    "null",
    "nulls",
    "of",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "over",
    "partition",
    "preceding",
    "range",
    "recursive",
    "returning",
    "right",
    "row",
    "rows",
    "select",
    "set",
    "share",
    "similar",
    "skip",
    "some",
    "table",
    "then",
    "time",
    "timestamp",
    "timestamptz",
    "to",
    "true",
    "unbounded",
    "union",
    "update",
    "using",
    "values",
    "when",
    "where",
    "window",
    "with",
    "within",
    "without",
    "zone",
];

/// The word cannot be the name of a column or table unless it is quoted.
pub(crate) fn reserved(word: &str) -> bool {
    RESERVED.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_comments_and_dollars() {
        assert!(RESERVED.is_sorted());
        let text = "SELECT \"a\"\"B\", 'x''y' -- c\n, $$ z $$, $1, $t$ $$ $t$ /* d */ , `e`";
        let words: Vec<String> = tokens(text).into_iter().filter_map(|t| t.word().map(str::to_owned)).collect();
        assert_eq!(words, ["select", "a\"b", "e"]);
        assert_eq!(tokens(text).iter().filter(|token| token.kind == Kind::Value).count(), 4);
        for text in ["'", "\"", "$a$", "--", "/*", "`", "$", "é$1", "$$"] {
            tokens(text);
        }
        assert_eq!(first("-- a\n /* b */ ((select 1"), "SELECT");
    }
}
