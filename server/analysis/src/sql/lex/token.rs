//! Words, numbers, strings and signs.

use super::Lexer;
use crate::sql::Dialect;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword or a name without quotes.
    Word,
    /// A quoted name.
    Quoted,
    /// A string, of whichever kind of quotes.
    String,
    /// A number.
    Number,
    /// A sign.
    Punct,
}

/// A token: everything but blanks and comments.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// The length of `${name}` at the start of a text: a name, or a part of one, whose value a migration tool fills in.
pub fn placeholder(text: &str) -> Option<usize> {
    let name = text.strip_prefix("${")?;
    let length = name.find('}').filter(|length| (1..80).contains(length))?;
    let plain = name[..length].chars().all(|c| c.is_ascii_alphanumeric() || ".:_-".contains(c));
    plain.then_some(length + 3)
}

impl Lexer<'_> {
    pub(super) fn token(&mut self, byte: u8) {
        let start = self.at;
        let mysql = self.dialect == Dialect::Mysql;
        let kind = match byte {
            b'\'' => self.quoted(b'\'', mysql),
            b'"' if mysql => self.quoted(b'"', true),
            b'"' => self.quoted_name(b'"'),
            b'`' if self.dialect != Dialect::Postgres => self.quoted_name(b'`'),
            b'$' if placeholder(self.rest()).is_some() => self.word(),
            b'$' if self.dialect == Dialect::Postgres => self.dollar(),
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_ascii_digit() && !self.after_name() => self.number(),
            b'e' | b'E' if self.peek(1) == b'\'' && !mysql => {
                self.at += 1;
                self.quoted(b'\'', true)
            }
            b'u' | b'U' if self.peek(1) == b'&' && matches!(self.peek(2), b'"' | b'\'') && !mysql => {
                self.at += 2;
                if self.peek(0) == b'"' { self.quoted_name(b'"') } else { self.quoted(b'\'', false) }
            }
            b'b' | b'B' | b'x' | b'X' | b'n' | b'N' if self.peek(1) == b'\'' => {
                self.at += 1;
                self.quoted(b'\'', false)
            }
            _ if byte == b'_' || byte.is_ascii_alphabetic() || byte >= 0x80 => self.word(),
            _ => {
                self.at += if byte == b':' && self.peek(1) == b':' { 2 } else { 1 };
                TokenKind::Punct
            }
        };
        let token = Token { kind, start, end: self.at.min(self.end) };
        self.nest(token);
        self.out.tokens.push(token);
        if kind == TokenKind::Word && self.out.tokens.len() == self.first + 1 && self.is_word(token, "delimiter") {
            self.set_delimiter();
        }
    }

    /// The token before ends a name, so that a point and a digit belong to it.
    fn after_name(&self) -> bool {
        self.out
            .tokens
            .last()
            .is_some_and(|token| token.end == self.at && matches!(token.kind, TokenKind::Word | TokenKind::Quoted))
    }

    pub(super) fn word(&mut self) -> TokenKind {
        while self.at < self.end {
            let byte = self.bytes[self.at];
            if let Some(length) = Some(self.rest()).filter(|_| byte == b'$').and_then(placeholder) {
                self.at += length;
            } else if byte == b'_' || byte == b'$' || byte.is_ascii_alphanumeric() || byte >= 0x80 {
                self.at += 1;
            } else {
                break;
            }
        }
        TokenKind::Word
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn number(&mut self) -> TokenKind {
        while self.peek(0).is_ascii_alphanumeric() || matches!(self.peek(0), b'.' | b'_') {
            self.at += 1;
        }
        TokenKind::Number
    }

    fn quoted(&mut self, quote: u8, backslash: bool) -> TokenKind {
        self.at += 1;
        while self.at < self.end {
            let byte = self.bytes[self.at];
            self.at += 1;
            if backslash && byte == b'\\' {
                self.at += 1;
            } else if byte == quote {
                if self.peek(0) != quote {
                    break;
                }
                self.at += 1;
            }
        }
        self.at = self.at.min(self.end);
        TokenKind::String
    }

    fn quoted_name(&mut self, quote: u8) -> TokenKind {
        self.quoted(quote, false);
        TokenKind::Quoted
    }

    /// `$tag$ … $tag$`, `$1`, or a lone sign.
    fn dollar(&mut self) -> TokenKind {
        let start = self.at;
        let mut tag_end = start + 1;
        while tag_end < self.end {
            let byte = self.bytes[tag_end];
            if byte == b'_' || byte >= 0x80 || byte.is_ascii_alphanumeric() {
                tag_end += 1;
            } else {
                break;
            }
        }
        let digit = self.bytes.get(start + 1).is_some_and(u8::is_ascii_digit);
        if digit || tag_end >= self.end || self.bytes[tag_end] != b'$' {
            self.at = tag_end;
            return if digit { TokenKind::Number } else { TokenKind::Punct };
        }
        let tag = &self.text[start..=tag_end];
        self.at = match self.text[tag_end + 1..self.end].find(tag) {
            Some(found) => tag_end + 1 + found + tag.len(),
            None => self.end,
        };
        TokenKind::String
    }

    pub(super) fn is_word(&self, token: Token, word: &str) -> bool {
        token.kind == TokenKind::Word && self.text[token.start..token.end].eq_ignore_ascii_case(word)
    }
}
