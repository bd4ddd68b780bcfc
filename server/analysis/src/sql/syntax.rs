//! Asks a parser of the dialect whether a script is well-formed.

use super::concerned::concerned;
use super::lex::{Lexed, placeholder};
use super::{Dialect, Problem, ProblemKind, Script, forms};
use squawk_linter::Linter;
use squawk_syntax::SourceFile;
use std::borrow::Cow;

/// Room for the recursion of a parser within the nesting that the lexer lets through; taken lazily by the system. A
/// thread that brings it along ([`crate::parallel`]) spares each script a stack of its own.
const STACK: usize = crate::parallel::STACK - (1 << 20);

#[allow(clippy::too_many_arguments)]
pub fn check(
    text: &str,
    start: usize,
    end: usize,
    lexed: &Lexed,
    dialect: Dialect,
    squawk: &[squawk_linter::Rule],
    in_transaction: bool,
    script: &mut Script,
) {
    if dialect == Dialect::Postgres {
        let squawk = concerned(squawk, text, &lexed.tokens);
        let text = masked(text, start, end, lexed, true);
        stacker::maybe_grow(STACK, STACK, || postgres(&text, start, lexed, &squawk, in_transaction, script));
    } else {
        let text = masked(text, start, end, lexed, false);
        stacker::maybe_grow(STACK, STACK, || forms::others(&text, start, lexed, dialect, script));
    }
}

/// The script with everything blanked that a parser must not see; offsets stay.
fn masked<'a>(text: &'a str, start: usize, end: usize, lexed: &Lexed, postgres: bool) -> Cow<'a, str> {
    let script = text.get(start..end).unwrap_or_default();
    let deep =
        lexed.statements.iter().filter(|statement| statement.too_deep).map(|statement| statement.start..statement.end);
    let mut blanks: Vec<_> = lexed.blanks.iter().cloned().chain(deep).collect();
    blanks.extend(placeholders(text, start, end));
    // To PostgreSQL a carriage return ends a comment; to its parser here only a line feed does.
    let lone = |at: usize| postgres && script.as_bytes().get(at + 1) != Some(&b'\n');
    let returns: Vec<usize> = script.match_indices('\r').map(|(at, _)| at).filter(|at| lone(*at)).collect();
    if blanks.is_empty() && returns.is_empty() {
        return Cow::Borrowed(script);
    }
    let mut bytes = script.as_bytes().to_vec();
    for at in returns {
        bytes[at] = b'\n';
    }
    for blank in blanks {
        let fill = if text[blank.start..].starts_with("${") { b'x' } else { b' ' };
        for byte in &mut bytes[blank.start - start..(blank.end - start).min(script.len())] {
            if *byte != b'\n' {
                *byte = fill;
            }
        }
    }
    Cow::Owned(String::from_utf8(bytes).unwrap_or_default())
}

/// Placeholders of migration tools: read as names.
fn placeholders(text: &str, start: usize, end: usize) -> Vec<std::ops::Range<usize>> {
    let script = text.get(start..end).unwrap_or_default();
    let found = script.match_indices("${");
    found.filter_map(|(at, _)| placeholder(&script[at..]).map(|length| start + at..start + at + length)).collect()
}

fn postgres(
    text: &str,
    offset: usize,
    lexed: &Lexed,
    squawk: &[squawk_linter::Rule],
    in_transaction: bool,
    script: &mut Script,
) {
    let parse = SourceFile::parse(text);
    let mut broken = None;
    for error in parse.errors() {
        let range = error.range();
        let (start, end) = (usize::from(range.start()) + offset, usize::from(range.end()) + offset);
        // What the parser says after its first word on a statement, it says because it has lost its way.
        let statement = lexed.statements.partition_point(|raw| raw.end < start);
        if broken.replace(statement) == Some(statement) {
            continue;
        }
        let message = in_words(error.message());
        script.problems.push(Problem { kind: ProblemKind::Syntax, start, end, message });
    }
    if squawk.is_empty() {
        return;
    }
    let mut linter = Linter::from(squawk.iter().copied());
    linter.settings.assume_in_transaction = in_transaction;
    script.squawk = linter
        .lint(&parse, text)
        .into_iter()
        .map(|found| {
            let range = found.text_range;
            (found.code, usize::from(range.start()) + offset, usize::from(range.end()) + offset)
        })
        .collect();
}

/// The parser's names for tokens.
const SIGNS: &[(&str, &str)] = &[
    ("AMP", "`&`"),
    ("AT", "`@`"),
    ("BACKTICK", "a backtick"),
    ("BANG", "`!`"),
    ("CARET", "`^`"),
    ("COLON", "`:`"),
    ("COLON_EQ", "`:=`"),
    ("COMMA", "`,`"),
    ("DOLLAR", "`$`"),
    ("DOT", "`.`"),
    ("DOT_DOT", "`..`"),
    ("EOF", "the end"),
    ("EQ", "`=`"),
    ("ERROR", "something else"),
    ("FAT_ARROW", "`=>`"),
    ("GREATER_GREATER", "`>>`"),
    ("GTEQ", "`>=`"),
    ("IDENT", "a name"),
    ("INT_NUMBER", "a number"),
    ("LESS_LESS", "`<<`"),
    ("LTEQ", "`<=`"),
    ("L_ANGLE", "`<`"),
    ("L_BRACK", "`[`"),
    ("L_CURLY", "`{`"),
    ("L_PAREN", "`(`"),
    ("MINUS", "`-`"),
    ("NEQ", "`!=`"),
    ("NEQB", "`<>`"),
    ("NUMERIC_NUMBER", "a number"),
    ("PERCENT", "`%`"),
    ("PIPE", "`|`"),
    ("PLUS", "`+`"),
    ("POSITIONAL_PARAM", "a parameter"),
    ("POUND", "`#`"),
    ("QUESTION", "`?`"),
    ("R_ANGLE", "`>`"),
    ("R_BRACK", "`]`"),
    ("R_CURLY", "`}`"),
    ("R_PAREN", "`)`"),
    ("SEMICOLON", "`;`"),
    ("SLASH", "`/`"),
    ("STAR", "`*`"),
    ("STRING", "a string"),
    ("TILDE", "`~`"),
    ("UNDERSCORE", "`_`"),
];

/// What a parser says, without its names for tokens: `ALTER_KW` is `ALTER` to everyone else.
fn in_words(message: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_end_matches([',', '.', ':', ';']);
        let rest = &word[bare.len()..];
        let name = bare.chars().all(|c| c.is_ascii_uppercase() || c == '_') && bare.len() > 1;
        match bare.strip_suffix("_KW") {
            Some(keyword) if name => format!("`{keyword}`{rest}"),
            _ if name && bare.ends_with("_STRING") => format!("a string{rest}"),
            _ => SIGNS
                .iter()
                .find(|(sign, _)| *sign == bare)
                .map_or_else(|| word.to_owned(), |(_, s)| format!("{s}{rest}")),
        }
    };
    message.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_name_of_a_token_reaches_the_reader() {
        for (sql, message) in [
            ("CREATE TABLE ALTER TABLE c ADD d int;", ""),
            ("{ select }", "`{`"),
            ("CREATE TABLE t (a int,, b int);", ""),
            ("EMPTY TABLE x;", ""),
            ("SELECT 1 +;", ""),
        ] {
            use crate::sql::{Depth, Dialect, Limits, read};
            let depth = Depth::Everything { squawk: &[], in_transaction: false };
            let read = read(sql, 0, sql.len(), Dialect::Postgres, &Limits::default(), depth);
            let said: Vec<_> = read.problems.iter().map(|problem| problem.message.as_str()).collect();
            assert!(!said.is_empty() && said.join(" ").contains(message), "{sql}: {said:?}");
            assert!(!said.iter().any(|said| said.contains("_KW") || said.contains("L_CURLY")), "{sql}: {said:?}");
        }
        assert_eq!(super::in_words("expected command, found ALTER_KW"), "expected command, found `ALTER`");
        assert_eq!(super::in_words("expected R_PAREN"), "expected `)`");
        assert_eq!(super::in_words("expected SEMICOLON, found EOF"), "expected `;`, found the end");
    }
}
