//! Cuts a script into tokens and statements, in one pass and without recursion.

use super::{Dialect, Limits, Problem, ProblemKind};
use std::ops::Range;

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

/// Depth and operator chain of the expression that is being read.
#[derive(Default)]
struct Nesting {
    depth: usize,
    blocks: usize,
    chain: usize,
    deepest: usize,
    longest: usize,
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

    fn line(&mut self) {
        let rest = &self.bytes[self.at..self.end];
        self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }

    /// A `psql` command up to the end of its line: reported and hidden from the parsers.
    fn meta(&mut self) {
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

    fn token(&mut self, byte: u8) {
        let start = self.at;
        let mysql = self.dialect == Dialect::Mysql;
        let kind = match byte {
            b'\'' => self.quoted(b'\'', mysql),
            b'"' if mysql => self.quoted(b'"', true),
            b'"' => self.quoted_name(b'"'),
            b'`' if self.dialect != Dialect::Postgres => self.quoted_name(b'`'),
            b'$' if self.dialect == Dialect::Postgres => self.dollar(),
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_ascii_digit() && !self.after_name() => self.number(),
            b'e' | b'E' if self.peek(1) == b'\'' && !mysql => {
                self.at += 1;
                self.quoted(b'\'', true)
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

    fn word(&mut self) -> TokenKind {
        while self.at < self.end {
            let byte = self.bytes[self.at];
            if byte == b'_' || byte == b'$' || byte.is_ascii_alphanumeric() || byte >= 0x80 {
                self.at += 1;
            } else {
                break;
            }
        }
        TokenKind::Word
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

    fn is_word(&self, token: Token, word: &str) -> bool {
        token.kind == TokenKind::Word && self.text[token.start..token.end].eq_ignore_ascii_case(word)
    }

    /// MySQL's client command that changes the sign between statements.
    fn set_delimiter(&mut self) {
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
    fn ends_statement(&self) -> bool {
        self.delimiter != ";" || (self.nesting.depth == 0 && self.nesting.blocks == 0)
    }

    fn routine(&self) -> bool {
        let words = self.out.tokens[self.first..].iter().take(8);
        let mut words = words.map(|token| self.text[token.start..token.end].to_ascii_lowercase());
        words.next().as_deref() == Some("create")
            && words.any(|word| matches!(word.as_str(), "function" | "procedure" | "trigger" | "event"))
    }

    fn nest(&mut self, token: Token) {
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

    fn close(&mut self) {
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

    /// The text of a routine is parsed too, by a parser that recurses.
    fn body_too_deep(&self, tokens: Range<usize>) -> bool {
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

fn is(text: &str, token: Token, word: &str) -> bool {
    token.kind == TokenKind::Word && text[token.start..token.end].eq_ignore_ascii_case(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(dialect: Dialect, text: &str) -> Vec<String> {
        let lexed = lex(text, 0, text.len(), dialect, &Limits::default());
        lexed.statements.iter().map(|statement| text[statement.start..statement.end].to_owned()).collect()
    }

    #[test]
    fn quotes_comments_and_bodies_hide_semicolons() {
        let text = "select ';', \";\", $a$;$a$; -- ;\n/* ; /* ; */ ; */ select E'\\';'; create rule r as on insert to t do also (select 1; select 2); select 3";
        assert_eq!(cut(Dialect::Postgres, text).len(), 4);
    }

    #[test]
    fn routines_stay_whole() {
        let atomic =
            "create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3;";
        assert_eq!(cut(Dialect::Postgres, atomic).len(), 2);
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END; SELECT 1;";
        assert_eq!(cut(Dialect::Sqlite, trigger).len(), 2);
        let mysql =
            "DELIMITER //\nCREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; END//\nDELIMITER ;\nSELECT 2;";
        assert_eq!(cut(Dialect::Mysql, mysql).len(), 2);
        let transaction = "begin; drop table if exists a; create table if not exists b (c int); end; select 1";
        assert_eq!(cut(Dialect::Postgres, transaction).len(), 5);
    }

    #[test]
    fn terminal_commands_are_problems_and_copied_rows_are_not_sql() {
        let text = "\\! rm -rf /\nselect 1;\ncopy t from stdin;\n1\tdrop table t;\n\\.\nselect 2;";
        let lexed = lex(text, 0, text.len(), Dialect::Postgres, &Limits::default());
        assert_eq!(lexed.statements.len(), 3);
        assert_eq!(lexed.problems.len(), 1);
        assert_eq!(lexed.problems[0].kind, ProblemKind::Meta);
    }

    #[test]
    fn deep_nesting_is_refused() {
        for text in [
            "(".repeat(5_000),
            format!("select {}1", "- ".repeat(5_000)),
            format!("select {}1", "not ".repeat(5_000)),
            format!("select 1{}", " + 1".repeat(5_000)),
            format!("select {}", "case when 1 then ".repeat(5_000)),
            format!("do $$ {} $$", "begin ".repeat(5_000)),
            format!("do $$ begin x := {}1; end $$", "(".repeat(5_000)),
        ] {
            let lexed = lex(&text, 0, text.len(), Dialect::Postgres, &Limits::default());
            assert!(lexed.statements.iter().all(|statement| statement.too_deep), "{}", &text[..20]);
        }
        let wide = format!("insert into t values {}", "(1, 2 + 3),".repeat(50_000));
        let lexed = lex(&wide, 0, wide.len(), Dialect::Postgres, &Limits::default());
        assert!(!lexed.statements[0].too_deep);
    }
}
