//! Texts of TypeScript and JavaScript: strings, templates, sums of them.

use super::mapped::{MARK, Mapped};
use super::tree::Reading;
use super::typescript::children;
use tree_sitter::Node;

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
        whole.push_str(MARK, part.start_byte());
        from = part.end_byte();
    }
    whole.append(&piece(from, node.end_byte().saturating_sub(1)));
    whole
}

/// `'a' + b + 'c'` as one text, nothing if no part is a text; and the first part.
pub(super) fn joined<'t>(reading: &Reading<'_>, node: Node<'t>) -> (Option<Mapped>, Node<'t>) {
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
            true => whole.append(&decode(reading, *part)),
            false => whole.push_str(MARK, part.start_byte()),
        }
    }
    (Some(whole), first)
}

/// The text that an expression is.
pub(super) fn text_of(reading: &Reading<'_>, node: Node<'_>) -> Option<Mapped> {
    match node.kind() {
        "string" | "template_string" => Some(decode(reading, node)),
        "binary_expression" => joined(reading, node).0,
        _ => None,
    }
}
