//! SQL that a statement gives to a routine as a text, to be run elsewhere or later: `dblink_exec`, `cron.schedule`.

use super::cursor::Cursor;
use super::{Name, Op, Token, TokenKind};

/// Routines of `dblink` that run a text.
const LINKS: &[&str] = &["dblink", "dblink_exec", "dblink_open", "dblink_send_query"];

/// The routine runs a text that it is given.
pub fn runs(name: &Name) -> bool {
    LINKS.contains(&name.name.as_str())
        || name.schema.as_deref() == Some("cron") && matches!(name.name.as_str(), "schedule" | "schedule_in_database")
}

/// The effect calls such a routine.
pub fn is_given(op: &Op) -> bool {
    match op {
        Op::Select { query } | Op::Insert { query: Some(query), .. } => query.calls.iter().any(runs),
        _ => false,
    }
}

/// The routines that are called, and the text where it is a constant.
pub fn texts(c: &Cursor<'_>) -> Vec<(Name, Option<Token>)> {
    let mut found = Vec::new();
    for at in 0..c.tokens.len() {
        if c.tokens[at].kind == TokenKind::String || c.raw(at + 1) != "(" {
            continue;
        }
        let within = at >= 2 && c.raw(at - 1) == ".";
        let mut call = Cursor { at: if within { at - 2 } else { at }, ..c.clone() };
        let Some(name) = call.name().filter(runs) else { continue };
        let Some(range) = call.parens() else { continue };
        found.push((name.clone(), text(&name, &c.sub(range))));
    }
    found
}

/// The argument that is the text, where it is a constant.
fn text(name: &Name, c: &Cursor<'_>) -> Option<Token> {
    let mut c = c.clone();
    let mut arguments = Vec::new();
    while !c.done() {
        let range = c.until(|c| c.is_sign(","));
        c.at = c.at.max(range.end) + 1;
        // Whether an error is raised stands last.
        if !["true", "false"].iter().any(|word| c.word_at(range.start, word)) {
            arguments.push(range);
        }
    }
    let given = if name.name == "schedule_in_database" { arguments.get(2) } else { arguments.last() };
    let token = given.filter(|range| range.len() == 1).and_then(|range| c.tokens.get(range.start));
    token.filter(|token| token.kind == TokenKind::String).copied()
}
