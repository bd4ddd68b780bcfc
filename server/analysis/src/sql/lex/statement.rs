//! Where a statement ends, and what stands between statements without being SQL.

use super::Lexer;
use crate::sql::{Dialect, Problem, ProblemKind};
use std::ops::Range;

/// The tokens of one statement, without its end sign.
#[derive(Clone, Debug)]
pub struct RawStatement {
    /// Which of the script's tokens.
    pub tokens: Range<usize>,
    /// First byte of its first token.
    pub start: usize,
    /// Byte after its last token.
    pub end: usize,
    /// It is nested too deep for a recursive parser.
    pub too_deep: bool,
}

impl Lexer<'_> {
    /// A `psql` command up to the end of its line: reported and hidden from the parsers.
    pub(super) fn meta(&mut self) {
        let start = self.at;
        self.line();
        let line = self.text.get(start..self.at).unwrap_or_default().trim_end();
        let shown: String = line.chars().take(40).collect();
        self.out.blanks.push(start..self.at);
        if line != "\\." {
            let message = format!("`{shown}` is a command of the psql terminal, not SQL");
            self.out.problems.push(Problem { kind: ProblemKind::Meta, start, end: start + line.len(), message });
        }
    }

    /// MySQL's client command that changes the sign between statements.
    pub(super) fn set_delimiter(&mut self) {
        if self.dialect != Dialect::Mysql {
            return;
        }
        let start = self.at - "delimiter".len();
        self.line();
        let line = self.text.get(start..self.at).unwrap_or_default();
        if let Some(delimiter) = line.split_whitespace().nth(1) {
            self.delimiter = delimiter.to_owned();
        }
        self.out.blanks.push(start..self.at);
        self.out.tokens.truncate(self.first);
    }

    /// A semicolon inside brackets or inside a routine's block does not end the statement.
    pub(super) fn ends_statement(&self) -> bool {
        self.delimiter != ";" || (self.nesting.depth == 0 && self.nesting.blocks == 0)
    }

    pub(super) fn close(&mut self) {
        let nesting = std::mem::take(&mut self.nesting);
        let tokens = self.first..self.out.tokens.len();
        self.first = tokens.end;
        let (Some(head), Some(tail)) = (self.out.tokens.get(tokens.start), self.out.tokens.last()) else { return };
        if tokens.is_empty() {
            return;
        }
        let (start, end) = (head.start, tail.end);
        let too_deep = nesting.deepest > self.limits.depth
            || nesting.longest > self.limits.chain
            || self.body_too_deep(tokens.clone());
        if too_deep {
            let message = "nested too deep to be read safely".to_owned();
            self.out.problems.push(Problem { kind: ProblemKind::TooDeep, start, end: end.min(start + 80), message });
        }
        let words: Vec<_> =
            self.out.tokens[tokens.clone()].iter().take(1).chain(&self.out.tokens[tokens.clone()]).copied().collect();
        let copies = self.is_word(words[0], "copy") && words.iter().any(|token| self.is_word(*token, "stdin"));
        self.out.statements.push(RawStatement { tokens, start, end, too_deep });
        if copies {
            self.copy_data();
        }
    }

    /// The rows that follow `COPY … FROM STDIN`, up to `\.`.
    fn copy_data(&mut self) {
        let start = self.at;
        let rest = self.text.get(start..self.end).unwrap_or_default();
        self.at = match rest.find("\n\\.") {
            Some(found) => start + found + 3,
            None => return,
        };
        self.out.blanks.push(start..self.at);
    }
}
