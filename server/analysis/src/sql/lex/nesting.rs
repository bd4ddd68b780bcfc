//! How deep a statement is nested, so that no recursive parser sees one that is too deep.

use super::{Lexer, Token, TokenKind};
use std::ops::Range;

/// Depth and operator chain of the expression that is being read.
#[derive(Default)]
pub(super) struct Nesting {
    pub(super) depth: usize,
    pub(super) blocks: usize,
    pub(super) chain: usize,
    pub(super) deepest: usize,
    pub(super) longest: usize,
}

impl Lexer<'_> {
    pub(super) fn routine(&self) -> bool {
        let words = self.out.tokens[self.first..].iter().take(8);
        let mut words = words.map(|token| self.text[token.start..token.end].to_ascii_lowercase());
        words.next().as_deref() == Some("create")
            && words.any(|word| matches!(word.as_str(), "function" | "procedure" | "trigger" | "event"))
    }

    pub(super) fn nest(&mut self, token: Token) {
        let mut text = &self.text[token.start..token.end];
        let before = self.out.tokens.last().filter(|_| self.out.tokens.len() > self.first).copied();
        let lower;
        if token.kind == TokenKind::Word {
            if text.len() > 10 {
                return;
            }
            lower = text.to_ascii_lowercase();
            text = &lower;
        } else if token.kind != TokenKind::Punct {
            return;
        }
        let nesting = &mut self.nesting;
        match text {
            "(" | "[" | "case" => {
                if text != "case" || !before.is_some_and(|before| is(self.text, before, "end")) {
                    nesting.depth += usize::from(text != "case" || nesting.blocks == 0);
                    nesting.blocks += usize::from(text == "case" && nesting.blocks > 0);
                }
                // Brackets of arrays may follow each other without end: they are a chain, too.
                nesting.chain = if text == "[" { nesting.chain + 1 } else { 0 };
            }
            "]" => nesting.depth = nesting.depth.saturating_sub(1),
            ")" => {
                nesting.depth = nesting.depth.saturating_sub(1);
                nesting.chain = 0;
            }
            "begin" | "loop" | "if" | "repeat" | "while" if before.is_some() => {
                // `END IF` closes; `IF NOT EXISTS` and a transaction's `BEGIN` open nothing.
                let closes = before.is_some_and(|before| is(self.text, before, "end"));
                let opens = nesting.blocks > 0 && text != "while" || text == "begin";
                if !closes && opens && self.routine() {
                    let conditional_ddl = self.text[token.end..self.end].trim_start().get(..3);
                    let ddl = text == "if"
                        && conditional_ddl
                            .is_some_and(|word| word.eq_ignore_ascii_case("not") || word.eq_ignore_ascii_case("exi"));
                    if !ddl {
                        self.nesting.blocks += 1;
                    }
                }
            }
            "end" => {
                if nesting.blocks > 0 {
                    nesting.blocks -= 1;
                } else {
                    nesting.depth = nesting.depth.saturating_sub(1);
                }
            }
            "," => nesting.chain = 0,
            "and" | "or" | "not" | "union" | "except" | "intersect" | "join" | "is" | "like" | "in" | "between"
            | "+" | "-" | "*" | "/" | "%" | "^" | "|" | "&" | "<" | ">" | "=" | "~" | "!" | "@" | "#" | "::" | "." => {
                nesting.chain += 1;
            }
            _ => {}
        }
        let nesting = &mut self.nesting;
        nesting.deepest = nesting.deepest.max(nesting.depth + nesting.blocks);
        nesting.longest = nesting.longest.max(nesting.chain);
    }

    /// The text of a routine is parsed too, by a parser that recurses.
    pub(super) fn body_too_deep(&self, tokens: Range<usize>) -> bool {
        let statement = &self.out.tokens[tokens];
        let head = statement.first().is_some_and(|token| self.is_word(*token, "do") || self.is_word(*token, "create"));
        head && statement.iter().filter(|token| token.kind == TokenKind::String).any(|token| {
            let (mut depth, mut deepest, mut chain, mut longest) = (0usize, 0usize, 0usize, 0usize);
            let mut word = String::new();
            for byte in self.bytes[token.start..token.end].iter().copied().chain([b' ']) {
                if byte.is_ascii_alphabetic() {
                    if word.len() < 12 {
                        word.push(char::from(byte.to_ascii_lowercase()));
                    }
                    continue;
                }
                match word.as_str() {
                    "begin" | "loop" | "if" | "case" => depth += 1,
                    "elsif" | "and" | "or" | "not" | "union" | "join" => chain += 1,
                    "end" => depth = depth.saturating_sub(2),
                    _ => {}
                }
                word.clear();
                match byte {
                    b'(' | b'[' => depth += 1,
                    b')' | b']' => depth = depth.saturating_sub(1),
                    b';' | b',' => chain = 0,
                    b'+' | b'-' | b'*' | b'/' | b'|' | b'<' | b'>' | b'=' | b':' | b'.' | b'!' | b'~' | b'@' | b'$' => {
                        chain += 1;
                    }
                    _ => {}
                }
                deepest = deepest.max(depth);
                longest = longest.max(chain);
            }
            deepest > self.limits.depth || longest > self.limits.chain
        })
    }
}

pub(super) fn is(text: &str, token: Token, word: &str) -> bool {
    token.kind == TokenKind::Word && text[token.start..token.end].eq_ignore_ascii_case(word)
}
