//! Walks over the tokens of one statement.

use super::lex::{Token, TokenKind};
use super::{Dialect, Name};
use std::ops::Range;

/// A place in a statement's tokens.
#[derive(Clone)]
pub struct Cursor<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub at: usize,
    pub dialect: Dialect,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, tokens: &'a [Token], dialect: Dialect) -> Self {
        Self { text, tokens, at: 0, dialect }
    }

    pub fn done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub fn token(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub fn raw(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.text[token.start..token.end])
    }

    pub fn peek(&self) -> &'a str {
        self.raw(self.at)
    }

    /// The token at `at` is this keyword.
    pub fn word_at(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word)
            && self.raw(at).eq_ignore_ascii_case(word)
    }

    pub fn is(&self, word: &str) -> bool {
        self.word_at(self.at, word)
    }

    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// The next tokens are these keywords, blank between them.
    pub fn are(&self, words: &str) -> bool {
        words.split(' ').enumerate().all(|(n, word)| self.word_at(self.at + n, word))
    }

    /// Takes these keywords, or nothing.
    pub fn eat(&mut self, words: &str) -> bool {
        let found = self.are(words);
        if found {
            self.at += words.split(' ').count();
        }
        found
    }

    pub fn is_sign(&self, sign: &str) -> bool {
        self.token().is_some_and(|token| token.kind == TokenKind::Punct) && self.peek() == sign
    }

    pub fn sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    /// One part of a name, folded.
    pub fn ident(&mut self) -> Option<String> {
        let token = self.token()?;
        let raw = self.peek();
        let name = match token.kind {
            TokenKind::Word if self.dialect == Dialect::Postgres => raw.to_lowercase(),
            TokenKind::Word => raw.to_ascii_lowercase(),
            TokenKind::Quoted if raw.starts_with(['u', 'U']) => {
                let name = raw.get(3..)?;
                escaped(name.strip_suffix('"').unwrap_or(name))
            }
            TokenKind::Quoted => {
                let quote = raw.chars().next()?;
                let inner = raw.get(1..)?.strip_suffix(quote).unwrap_or(&raw[1..]);
                let name = inner.replace(&format!("{quote}{quote}"), &quote.to_string());
                // Only PostgreSQL tells names apart by case.
                if self.dialect == Dialect::Postgres { name } else { name.to_ascii_lowercase() }
            }
            _ => return None,
        };
        self.at += 1;
        Some(name)
    }

    /// A name with its schema.
    pub fn name(&mut self) -> Option<Name> {
        let mut parts = vec![self.ident()?];
        while self.is_sign(".") {
            self.at += 1;
            match self.ident() {
                Some(part) => parts.push(part),
                None => break,
            }
        }
        Name::parts(&parts)
    }

    /// Names between commas.
    pub fn names(&mut self) -> Vec<Name> {
        let mut all = Vec::new();
        loop {
            self.eat("only");
            let Some(name) = self.name() else { break };
            all.push(name);
            self.sign("*");
            if self.is_sign("(") {
                self.parens();
            }
            if !self.sign(",") {
                break;
            }
        }
        all
    }

    /// Takes a bracketed stretch and says which tokens stand in it.
    pub fn parens(&mut self) -> Option<Range<usize>> {
        if !self.sign("(") {
            return None;
        }
        let start = self.at;
        self.go_to_close();
        let end = self.at;
        self.sign(")");
        Some(start..end)
    }

    /// What stands in the brackets that begin here, however many there are; all of it where none do.
    pub fn within(&self) -> Self {
        let mut c = self.sub(self.at..self.tokens.len());
        while let Some(range) = c.parens() {
            c = c.sub(range);
        }
        c
    }

    /// Goes to the bracket that closes the one already open, or to the end.
    fn go_to_close(&mut self) {
        let mut depth = 0usize;
        while let Some(token) = self.token() {
            if token.kind == TokenKind::Punct {
                match self.peek() {
                    "(" => depth += 1,
                    ")" if depth == 0 => return,
                    ")" => depth -= 1,
                    _ => {}
                }
            }
            self.at += 1;
        }
    }

    /// Goes on until `stop` says so, outside of brackets, and says which tokens were passed.
    pub fn until(&mut self, stop: impl Fn(&Self) -> bool) -> Range<usize> {
        let start = self.at;
        let mut square = 0usize;
        while !self.done() && (square > 0 || !stop(self)) {
            if self.is_sign(")") {
                break;
            }
            if self.is_sign("[") {
                square += 1;
            } else if self.is_sign("]") {
                square = square.saturating_sub(1);
            }
            if self.parens().is_none() {
                self.at += 1;
            }
        }
        start..self.at
    }

    /// The text of these tokens, as it stands.
    pub fn slice(&self, range: Range<usize>) -> &'a str {
        match (self.tokens.get(range.start), range.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if first.start <= last.end => &self.text[first.start..last.end],
            _ => "",
        }
    }

    /// The tokens' text in lower case (but for quoted ones), with one blank where names or numbers meet.
    pub fn plain(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        for at in range {
            let Some(token) = self.tokens.get(at) else { break };
            let raw = &self.text[token.start..token.end];
            let glue = token.kind == TokenKind::Punct && matches!(raw, "(" | ")" | "," | "." | "[" | "]" | "::");
            let open = out.ends_with(['(', '.', '[']) || out.ends_with("::");
            if !out.is_empty() && !glue && !open {
                out.push(' ');
            }
            if token.kind == TokenKind::Word { out.push_str(&raw.to_ascii_lowercase()) } else { out.push_str(raw) }
        }
        out
    }

    /// A cursor over some of the tokens.
    pub fn sub(&self, range: Range<usize>) -> Self {
        let end = range.end.min(self.tokens.len());
        Self { text: self.text, tokens: &self.tokens[range.start.min(end)..end], at: 0, dialect: self.dialect }
    }

    /// First names of the comma-separated items in these tokens: `(a, lower(b), c desc)` gives a, `lower(b)`, c.
    pub fn items(&self, range: Range<usize>) -> Vec<String> {
        let mut inner = self.sub(range);
        let mut all = Vec::new();
        while !inner.done() {
            let item = inner.until(|c| c.is_sign(","));
            let mut first = inner.sub(item.clone());
            let name = first.ident();
            let plain = first.done()
                || first.is_any(&["asc", "desc", "nulls", "collate", "with"])
                || !(first.is_sign("(") || first.is_sign("."));
            match name {
                Some(name) if plain => all.push(name),
                _ if item.is_empty() => {}
                _ => all.push(inner.plain(item)),
            }
            if !inner.sign(",") {
                inner.at += 1;
            }
        }
        all
    }
}

/// The name in `U&"d\0061t\+000061"`. Another escape sign than the backslash is not looked for.
fn escaped(name: &str) -> String {
    let name = name.replace("\"\"", "\"");
    let mut parts = name.split('\\');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = match part.strip_prefix('+') {
            Some(long) => long.split_at_checked(6).unwrap_or((long, "")),
            None => part.split_at_checked(4).unwrap_or((part, "")),
        };
        match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
            Some(c) => out.extend(std::iter::once(c).chain(rest.chars())),
            None => out.extend(std::iter::once('\\').chain(part.chars())),
        }
    }
    out
}
