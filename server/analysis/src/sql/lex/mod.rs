//! Cuts a script into tokens and statements, in one pass and without recursion.

mod nesting;
mod statement;
#[cfg(test)]
mod tests;
mod token;

pub use statement::RawStatement;
pub use token::{Token, TokenKind, placeholder};

use super::{Dialect, Limits, Problem};
use nesting::Nesting;
use std::ops::Range;

/// A script in tokens.
#[derive(Debug, Default)]
pub struct Lexed {
    /// All tokens.
    pub tokens: Vec<Token>,
    /// Statements that have a token.
    pub statements: Vec<RawStatement>,
    /// What is not SQL.
    pub problems: Vec<Problem>,
    /// Stretches that a parser must not see: terminal commands, `DELIMITER` lines, data of `COPY`.
    pub blanks: Vec<Range<usize>>,
}

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    end: usize,
    dialect: Dialect,
    out: Lexed,
    first: usize,
    nesting: Nesting,
    delimiter: String,
    /// Inside of a comment that MySQL runs.
    hint: bool,
    limits: &'a Limits,
}

/// Cuts `text[start..end]`.
pub fn lex(text: &str, start: usize, end: usize, dialect: Dialect, limits: &Limits) -> Lexed {
    // The end of a string that is not closed may fall inside of a character.
    let end = (0..=end.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = (start..=end).find(|at| text.is_char_boundary(*at)).unwrap_or(end);
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: start.min(end),
        end,
        dialect,
        out: Lexed::default(),
        first: 0,
        nesting: Nesting::default(),
        delimiter: ";".to_owned(),
        hint: false,
        limits,
    };
    lexer.run();
    lexer.out
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        let at = self.at + ahead;
        if at < self.end { self.bytes[at] } else { 0 }
    }

    fn run(&mut self) {
        while self.at < self.end {
            let start = self.at;
            let byte = self.peek(0);
            if byte.is_ascii_whitespace() || byte == 0 || self.comment() {
                self.at = self.at.max(start + 1);
                continue;
            }
            if self.text.get(start..self.end).is_some_and(|rest| rest.starts_with(&self.delimiter))
                && self.ends_statement()
            {
                self.at += self.delimiter.len();
                self.close();
                continue;
            }
            if byte == b'\\' {
                self.meta();
                continue;
            }
            self.token(byte);
            if self.at <= start {
                self.at = start + 1;
            }
        }
        self.close();
    }

    /// Skips a comment; says whether there was one.
    fn comment(&mut self) -> bool {
        match (self.peek(0), self.peek(1)) {
            (b'-', b'-') => self.line(),
            (b'#', _) if self.dialect == Dialect::Mysql => self.line(),
            (b'/', b'*') if self.opens_hint() => {}
            (b'*', b'/') if self.hint => {
                self.hint = false;
                self.out.blanks.push(self.at..self.at + 2);
                self.at += 2;
            }
            (b'/', b'*') => {
                let mut depth = 0usize;
                while self.at < self.end {
                    match (self.peek(0), self.peek(1)) {
                        (b'/', b'*') if depth == 0 || self.dialect == Dialect::Postgres => {
                            depth += 1;
                            self.at += 2;
                        }
                        (b'*', b'/') => {
                            depth -= 1;
                            self.at += 2;
                            if depth == 0 {
                                break;
                            }
                        }
                        _ => self.at += 1,
                    }
                }
                self.at = self.at.min(self.end);
            }
            _ => return false,
        }
        true
    }

    /// `/*!40101 … */`, and MariaDB's `/*M!…`: run by the product, from this version on. One that no version has reached
    /// is a comment.
    fn opens_hint(&mut self) -> bool {
        let sign = if self.peek(2) == b'M' { 4 } else { 3 };
        if self.dialect != Dialect::Mysql || self.peek(sign - 1) != b'!' {
            return false;
        }
        let digits = (0..6).take_while(|at| self.peek(sign + at).is_ascii_digit()).count();
        if digits > 0 && self.peek(sign) == b'9' {
            return false;
        }
        self.out.blanks.push(self.at..self.at + sign + digits);
        self.at += sign + digits;
        self.hint = true;
        true
    }

    fn line(&mut self) {
        let rest = &self.bytes[self.at..self.end];
        // To PostgreSQL a lone carriage return ends a comment as well: what follows it is run.
        let returns = self.dialect == Dialect::Postgres;
        let ends = |byte: &u8| *byte == b'\n' || (returns && *byte == b'\r');
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
    }
}
