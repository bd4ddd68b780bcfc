//! Texts of TypeScript and JavaScript: strings, templates, sums of them.

use super::constants::Blocks;
use super::mapped::{MARK, Mapped};
use super::tree::{Reading, walk};
use super::typescript::children;
use tree_sitter::{Node, Tree};

/// `a + b + c` is a sum whose left side is a sum again: looked at once, not again at each of its sides.
#[derive(Default)]
pub(super) struct Chain {
    start: usize,
    /// Where its first part ends.
    first: usize,
}

impl Chain {
    /// Of a sum and its first part.
    pub(super) fn new(node: Node<'_>, first: Node<'_>) -> Self {
        Self { start: node.start_byte(), first: first.end_byte() }
    }

    /// Whether `node` is the sum or a left side of it.
    pub(super) fn contains(&self, node: Node<'_>) -> bool {
        node.start_byte() == self.start && node.end_byte() > self.first && self.first > 0
    }
}

/// The text of a string or template; what a template fills in is unknown.
pub(super) fn decode(reading: &Reading<'_>, node: Node<'_>) -> Mapped {
    decoded(reading, node, false)
}

/// The same, with the constants that a template fills in.
pub(super) fn resolved(reading: &Reading<'_>, node: Node<'_>) -> Mapped {
    decoded(reading, node, true)
}

fn decoded(reading: &Reading<'_>, node: Node<'_>, resolve: bool) -> Mapped {
    let (text, start) = (reading.of(node), node.start_byte());
    if text.len() < 2 {
        return Mapped::default();
    }
    if node.kind() != "template_string" {
        return Mapped::unescape(text.get(1..text.len() - 1).unwrap_or_default(), start + 1);
    }
    let mut whole = Mapped::default();
    let mut from = start + 1;
    let piece = |from: usize, to: usize| {
        let inside = reading.text.get(from..to.max(from)).unwrap_or_default();
        if inside.contains('\\') { Mapped::unescape(inside, from) } else { Mapped::plain(inside, from) }
    };
    for part in children(node).iter().filter(|child| child.kind() == "template_substitution") {
        whole.append(&piece(from, part.start_byte()));
        match part.named_child(0).filter(|_| resolve).and_then(|inside| constant(reading, inside)) {
            Some(text) => whole.append(&text),
            None => whole.push_str(MARK, part.start_byte()),
        }
        from = part.end_byte();
    }
    whole.append(&piece(from, node.end_byte().saturating_sub(1)));
    whole
}

/// `'a' + b + 'c'` as one text, nothing if no part is a text; and the first part.
pub(super) fn joined<'t>(reading: &Reading<'_>, node: Node<'t>, resolve: bool) -> (Option<Mapped>, Node<'t>) {
    let mut parts = Vec::new();
    let mut rest = Some(node);
    while let Some(node) = rest.take() {
        let plus = node.kind() == "binary_expression"
            && node.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "+");
        match (node.child_by_field_name("left"), node.child_by_field_name("right")) {
            (Some(left), Some(right)) if plus => {
                parts.push(right);
                rest = Some(left);
            }
            _ => parts.push(node),
        }
    }
    let is_text = |node: &&Node<'_>| matches!(node.kind(), "string" | "template_string");
    let first = parts.last().copied().unwrap_or(node);
    if parts.len() < 2 || !parts.iter().any(|part| is_text(&part)) {
        return (None, first);
    }
    let mut whole = Mapped::default();
    for part in parts.iter().rev() {
        match is_text(&part) {
            true => whole.append(&decoded(reading, *part, resolve)),
            false => match constant(reading, *part).filter(|_| resolve) {
                Some(text) => whole.append(&text),
                None => whole.push_str(MARK, part.start_byte()),
            },
        }
    }
    (Some(whole), first)
}

/// The text of the constant that an expression names: `COLUMNS`, `Users.COLUMNS`.
fn constant(reading: &Reading<'_>, node: Node<'_>) -> Option<Mapped> {
    let name = match node.kind() {
        "identifier" => node,
        // Of another object nobody knows what its `name` is.
        "member_expression" => {
            let of = reading.of(node.child_by_field_name("object")?);
            let known = of == "this" || of.starts_with(|c: char| c.is_ascii_uppercase());
            node.child_by_field_name("property").filter(|_| known)?
        }
        _ => return None,
    };
    reading.constants.get(reading.of(name), node.start_byte())
}

/// Notes what the file gives names to.
pub(super) fn constants(reading: &mut Reading<'_>, tree: &Tree) {
    let mut blocks = Blocks::default();
    let mut fixed = false;
    walk(tree, |node| {
        let block = matches!(node.kind(), "statement_block" | "class_body" | "program");
        blocks.meet((node.start_byte(), node.end_byte()), block);
        let item = match node.kind() {
            "lexical_declaration" | "variable_declaration" => {
                fixed = node.child(0).is_some_and(|first| first.kind() == "const");
                return;
            }
            "variable_declarator" => false,
            "public_field_definition" | "field_definition" => true,
            _ => return,
        };
        let field = node.child_by_field_name("name").or_else(|| node.child_by_field_name("property"));
        let Some(name) = field.filter(|name| name.kind().ends_with("identifier")) else { return };
        let value = node.child_by_field_name("value").filter(|_| item || fixed);
        let text = value.and_then(|value| statement(reading, value));
        let name = reading.of(name);
        reading.constants.put(name, blocks.current(), node.start_byte(), item, text);
    });
}

/// The text that is given to who takes SQL: as it stands, by name, or in an object (`{ text: '…', values }`).
pub(super) fn statement(reading: &Reading<'_>, node: Node<'_>) -> Option<Mapped> {
    match node.kind() {
        "string" | "template_string" => Some(resolved(reading, node)),
        "binary_expression" => joined(reading, node, true).0,
        "object" => {
            let named = |pair: &Node<'_>| {
                let key = pair.child_by_field_name("key").map(|key| reading.of(key));
                matches!(key, Some("text" | "sql" | "query"))
            };
            let value = children(node).into_iter().find(named)?.child_by_field_name("value")?;
            (value.kind() != "object").then(|| statement(reading, value))?
        }
        "as_expression" | "satisfies_expression" => node.named_child(0).and_then(|inner| match inner.kind() {
            "string" | "template_string" => Some(resolved(reading, inner)),
            _ => None,
        }),
        _ => constant(reading, node),
    }
}

/// The text that an expression is.
pub(super) fn text_of(reading: &Reading<'_>, node: Node<'_>) -> Option<Mapped> {
    match node.kind() {
        "string" | "template_string" => Some(decode(reading, node)),
        "binary_expression" => joined(reading, node, false).0,
        _ => None,
    }
}
