//! Texts of Rust: literals, what `format!` and `concat!` make of them, and the constants that these name.

use super::super::constants::Blocks;
use super::super::mapped::{MARK, Mapped};
use super::super::tree::{Reading, walk};
use super::{arguments, children};
use tree_sitter::{Node, Tree};

/// The deepest nesting of what a text is made from.
const DEEPEST: usize = 8;

/// The text of a string literal.
pub(super) fn decode(reading: &Reading<'_>, node: Node<'_>) -> Mapped {
    let text = reading.of(node);
    let start = node.start_byte();
    let Some(open) = text.find('"') else { return Mapped::default() };
    let raw = text[..open].contains('r');
    let close = text.rfind('"').filter(|close| *close > open).unwrap_or(text.len());
    let inside = text.get(open + 1..close).unwrap_or_default();
    if raw { Mapped::plain(inside, start + open + 1) } else { Mapped::unescape(inside, start + open + 1) }
}

pub(super) fn is_string(node: Node<'_>) -> bool {
    matches!(node.kind(), "string_literal" | "raw_string_literal")
}

/// Notes what the file gives names to.
pub(super) fn constants(reading: &mut Reading<'_>, tree: &Tree) {
    let mut blocks = Blocks::default();
    walk(tree, |node| {
        let block = matches!(node.kind(), "block" | "declaration_list" | "source_file");
        blocks.meet((node.start_byte(), node.end_byte()), block);
        let (named, item) = match node.kind() {
            "const_item" | "static_item" => (node.child_by_field_name("name"), true),
            "let_declaration" => (node.child_by_field_name("pattern"), false),
            _ => return,
        };
        let Some(name) = named.filter(|name| name.kind() == "identifier") else { return };
        // What may be changed afterwards is not known.
        let fixed = !children(node).iter().any(|child| child.kind() == "mutable_specifier");
        let text = node.child_by_field_name("value").filter(|_| fixed).and_then(|value| text_of(reading, value));
        let name = reading.of(name);
        reading.constants.put(name, blocks.current(), node.start_byte(), item, text);
    });
}

/// The first text of a call that takes SQL is SQL, whatever its case, also where it stands in a constant.
pub(super) fn statement(reading: &mut Reading<'_>, arguments: &[Node<'_>]) {
    let first = arguments.iter().take(2).find_map(|argument| Some((text_of(reading, *argument)?, *argument)));
    if let Some((text, node)) = first {
        reading.literal(&text, true);
        reading.read_until = reading.read_until.max(node.end_byte());
    }
}

/// The text that an expression is, with the mark for the unknown where something is filled in that is not known.
fn text_of(reading: &Reading<'_>, node: Node<'_>) -> Option<Mapped> {
    text(reading, node, DEEPEST)
}

fn text(reading: &Reading<'_>, node: Node<'_>, left: usize) -> Option<Mapped> {
    let left = left.checked_sub(1)?;
    match node.kind() {
        "string_literal" | "raw_string_literal" => Some(decode(reading, node)),
        "identifier" => reading.constants.get(reading.of(node), node.start_byte()),
        "scoped_identifier" => {
            let name = node.child_by_field_name("name")?;
            reading.constants.get(reading.of(name), node.start_byte())
        }
        "reference_expression" => text(reading, node.child_by_field_name("value")?, left),
        "parenthesized_expression" => text(reading, node.named_child(0)?, left),
        "macro_invocation" => {
            let name = reading.of(node.child_by_field_name("macro")?).rsplit("::").next()?;
            let tokens = children(node).into_iter().find(|child| child.kind() == "token_tree")?;
            match name {
                "concat" | "concatcp" => Some(concat(reading, &children(tokens))),
                "format" | "formatcp" | "format_args" => filled(reading, &children(tokens)).map(|(text, _)| text),
                _ => None,
            }
        }
        "call_expression" => {
            let function = node.child_by_field_name("function")?;
            let given = arguments(node);
            match (function.kind(), given.as_slice()) {
                // `"…".to_owned()`, `QUERY.as_str()`.
                ("field_expression", []) => text(reading, function.child_by_field_name("value")?, left),
                // `String::from("…")`, `AssertSqlSafe(format!("…"))`.
                ("scoped_identifier" | "identifier", [only]) => {
                    let name = reading.of(function).rsplit("::").next()?;
                    (name == "from" || name.starts_with(char::is_uppercase)).then(|| text(reading, *only, left))?
                }
                _ => None,
            }
        }
        "binary_expression" => sum(reading, node, left),
        _ => None,
    }
}

/// `"a".to_owned() + B + "c"`; nothing if its first part is no text.
fn sum(reading: &Reading<'_>, node: Node<'_>, left: usize) -> Option<Mapped> {
    let mut parts = Vec::new();
    let mut rest = node;
    while rest.kind() == "binary_expression" && rest.child_by_field_name("operator").is_some_and(|o| o.kind() == "+") {
        parts.push(rest.child_by_field_name("right")?);
        rest = rest.child_by_field_name("left")?;
    }
    if parts.is_empty() {
        return None;
    }
    let mut whole = text(reading, rest, left)?;
    for part in parts.iter().rev() {
        match text(reading, *part, left) {
            Some(text) => whole.append(&text),
            None => whole.push_str(MARK, part.start_byte()),
        }
    }
    Some(whole)
}

/// What `concat!` makes of these tokens.
pub(super) fn concat(reading: &Reading<'_>, tokens: &[Node<'_>]) -> Mapped {
    let mut whole = Mapped::default();
    for token in tokens {
        if is_string(*token) {
            whole.append(&decode(reading, *token));
        } else if token.kind() == "identifier" {
            match reading.constants.get(reading.of(*token), token.start_byte()) {
                Some(text) => whole.append(&text),
                None => whole.push_str(MARK, token.start_byte()),
            }
        }
    }
    whole
}

/// What `format!` makes of these tokens, and where its text ends; nothing if there is no text, or nothing to fill in.
pub(super) fn filled(reading: &Reading<'_>, tokens: &[Node<'_>]) -> Option<(Mapped, usize)> {
    let at = tokens.iter().position(|token| is_string(*token))?;
    let format = tokens.get(at)?;
    let literal = decode(reading, *format);
    if !literal.text.contains('{') {
        return None;
    }
    let given = given(reading, tokens.get(at + 1..).unwrap_or_default());
    let mut whole = Mapped::default();
    let (mut from, mut next) = (0, 0);
    while let Some(open) = literal.text.get(from..).and_then(|rest| rest.find('{')).map(|i| from + i) {
        let rest = literal.text.get(open + 1..).unwrap_or_default();
        // A doubled brace is one that stays.
        if rest.starts_with('{') {
            whole.append(&literal.slice(from, open + 1));
            from = open + 2;
            continue;
        }
        let Some(close) = rest.find('}') else { break };
        whole.append(&literal.slice(from, open));
        let name = rest[..close].split(':').next().unwrap_or_default().trim();
        let by_place = |i: usize| given.get(i).and_then(|(_, text)| text.clone());
        let text = match name.parse::<usize>() {
            _ if name.is_empty() => {
                next += 1;
                by_place(next - 1)
            }
            Ok(i) => by_place(i),
            Err(_) => match given.iter().find(|(given, _)| given.as_deref() == Some(name)) {
                Some((_, text)) => text.clone(),
                None => reading.constants.get(name, format.start_byte()),
            },
        };
        match text {
            Some(text) => whole.append(&text),
            None => whole.push_str(MARK, literal.source(open)),
        }
        from = open + close + 2;
    }
    whole.append(&literal.slice(from, literal.text.len()));
    Some((whole, format.end_byte()))
}

/// The arguments after the text: the name of each that has one, and its text where it is a text or a constant.
fn given(reading: &Reading<'_>, tokens: &[Node<'_>]) -> Vec<(Option<String>, Option<Mapped>)> {
    let mut all = Vec::new();
    for argument in tokens.split(|token| token.kind() == ",").skip(1) {
        let argument: Vec<&Node<'_>> = argument.iter().filter(|token| !matches!(token.kind(), "&" | ")")).collect();
        let (name, value) = match argument.as_slice() {
            [name, sign, value @ ..] if sign.kind() == "=" => (Some(reading.of(**name).to_owned()), value),
            value => (None, value),
        };
        let path = value.iter().all(|token| {
            matches!(token.kind(), "identifier" | "::" | "self" | "super" | "crate") || reading.of(**token) == "Self"
        });
        let text = match value {
            [one] if is_string(**one) => Some(decode(reading, **one)),
            [.., last] if path => reading.constants.get(reading.of(**last), last.start_byte()),
            _ => None,
        };
        all.push((name, text));
    }
    all
}
