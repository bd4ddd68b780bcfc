//! YAML with places, read from the parser's events because only those know them.

use super::node::{Kind, Members, Node};
use super::read::{DEPTH, NODES, ReadError};
use granit_parser::{Event, Parser, ScalarStyle, Span};
use std::collections::{BTreeMap, HashMap};

/// Reads the first YAML document of `text`. Aliases are copied, within the limit on the number of nodes.
pub(crate) fn read(text: &str) -> Result<Node, ReadError> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| ReadError::Malformed {
            at: error.marker().byte_offset().unwrap_or(0),
            what: error.to_string(),
        })?;
        if let Some(root) = builder.event(event, span)? {
            return Ok(root);
        }
    }
    Err(ReadError::Malformed { at: 0, what: "there is no value".to_owned() })
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
}

/// A list or map whose end has not come yet.
struct Open {
    start: usize,
    holds: Holds,
    anchor: usize,
    key: Option<(String, usize, usize)>,
    nodes_before: usize,
}

enum Holds {
    Items(Vec<Node>),
    Members(BTreeMap<String, Node>),
}

impl Open {
    fn closed(self) -> Node {
        let kind = match self.holds {
            Holds::Items(items) => Kind::List(items),
            Holds::Members(members) => Kind::Map(Members::of(members.into_iter().collect())),
        };
        Node { start: self.start, end: self.start + 1, kind }
    }
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<Option<Node>, ReadError> {
        let (start, end) = span.byte_range().map_or((0, 0), |range| (range.start, range.end));
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let before = self.count(1, start)?;
                let kind = match style {
                    ScalarStyle::Plain => plain(&text),
                    _ => Kind::Text(text.into_owned()),
                };
                self.done(Node { start, end, kind }, anchor, before, start)
            }
            Event::Alias(anchor) => {
                let (node, size) = self
                    .anchors
                    .get(&anchor)
                    .cloned()
                    .ok_or_else(|| ReadError::Malformed { at: start, what: "an alias inside its own anchor".into() })?;
                let before = self.count(size, start)?;
                self.done(node, 0, before, start)
            }
            Event::SequenceStart(_, anchor, _) => self.open(Holds::Items(Vec::new()), anchor, start),
            Event::MappingStart(_, anchor, _) => self.open(Holds::Members(BTreeMap::new()), anchor, start),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => {
                    let (anchor, before) = (open.anchor, open.nodes_before);
                    self.done(open.closed(), anchor, before, start)
                }
                None => Ok(None),
            },
            Event::DocumentEnd | Event::StreamEnd => Ok(None),
            _ => Ok(None),
        }
    }

    /// Counts `more` nodes; returns how many there were before.
    fn count(&mut self, more: usize, at: usize) -> Result<usize, ReadError> {
        let before = self.nodes;
        self.nodes = before.saturating_add(more);
        if self.nodes > NODES { Err(ReadError::TooComplex { at }) } else { Ok(before) }
    }

    fn open(&mut self, holds: Holds, anchor: usize, start: usize) -> Result<Option<Node>, ReadError> {
        let nodes_before = self.count(1, start)?;
        if self.open.len() > DEPTH {
            return Err(ReadError::TooComplex { at: start });
        }
        self.open.push(Open { start, holds, anchor, key: None, nodes_before });
        Ok(None)
    }

    fn done(&mut self, node: Node, anchor: usize, before: usize, at: usize) -> Result<Option<Node>, ReadError> {
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), self.nodes - before));
        }
        let Some(open) = self.open.last_mut() else { return Ok(Some(node)) };
        match &mut open.holds {
            Holds::Items(items) => items.push(node),
            Holds::Members(members) => match open.key.take() {
                None => open.key = Some((key_text(&node, at)?, node.start, node.end)),
                Some((key, _, _)) if key == "<<" => merge(members, node),
                Some((key, start, end)) => {
                    members.insert(key, Node { start, end, kind: node.kind });
                }
            },
        }
        self.too_deep(at)
    }

    // A copied alias can be deep itself; what nests aliases in aliases would pass the check on open containers.
    fn too_deep(&self, at: usize) -> Result<Option<Node>, ReadError> {
        let Some(open) = self.open.last() else { return Ok(None) };
        let last = match &open.holds {
            Holds::Items(items) => items.last(),
            Holds::Members(_) => None,
        };
        match last {
            Some(node) if self.open.len() + depth(node) > DEPTH => Err(ReadError::TooComplex { at }),
            _ => Ok(None),
        }
    }
}

/// How deep the value nests, read without recursion.
fn depth(node: &Node) -> usize {
    let mut deepest = 0;
    let mut todo = vec![(node, 1)];
    while let Some((node, level)) = todo.pop() {
        deepest = deepest.max(level);
        todo.extend(node.items().iter().map(|item| (item, level + 1)));
        todo.extend(node.members().map(|(_, member)| (member, level + 1)));
    }
    deepest
}

fn key_text(node: &Node, at: usize) -> Result<String, ReadError> {
    match &node.kind {
        Kind::Text(text) | Kind::Number(_, text) => Ok(text.clone()),
        Kind::Bool(value) => Ok(value.to_string()),
        Kind::Null => Ok("null".to_owned()),
        _ => Err(ReadError::Malformed { at, what: "a key is a list or a map".to_owned() }),
    }
}

/// `<<: *other`: what the map does not say itself comes from the other one.
fn merge(members: &mut BTreeMap<String, Node>, from: Node) {
    match from.kind {
        Kind::Map(others) => {
            for (key, node) in others {
                members.entry(key).or_insert(node);
            }
        }
        Kind::List(items) => {
            for item in items {
                if let Kind::Map(others) = item.kind {
                    for (key, node) in others {
                        members.entry(key).or_insert(node);
                    }
                }
            }
        }
        _ => {}
    }
}

/// A plain scalar by YAML's core schema.
fn plain(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        _ if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) => match text.parse() {
            Ok(value) => Kind::Number(value, text.to_owned()),
            Err(_) => Kind::Text(text.to_owned()),
        },
        _ => Kind::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_places() {
        let text = "a: [1, 'no', yes]\nb: &x\n  c: true\nd: *x\ne:\n  <<: *x\n  f: ~\n";
        let node = read(text).unwrap();
        assert_eq!(node.canonical(), "{a:[1,\"no\",\"yes\",],b:{c:true,},d:{c:true,},e:{c:true,f:null,},}");
        let d = node.get("d").unwrap();
        assert_eq!(&text[d.start..d.end], "d");
    }

    #[test]
    fn a_billion_laughs_stay_few() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for i in 1..12 {
            let one = format!("*a{}, ", i - 1).repeat(9);
            text.push_str(&format!("a{i}: &a{i} [{one}]\n"));
        }
        assert!(matches!(read(&text), Err(ReadError::TooComplex { .. })));
        assert!(read("a: &x [*x]").is_err());
        assert!(read(&"[".repeat(50_000)).is_err());
        assert!(read(&"- ".repeat(50_000)).is_err());
        let nested: String = (1..3000).map(|i| format!("a{i}: &a{i} [*a{}]\n", i - 1)).collect();
        assert!(read(&format!("a0: &a0 [x]\n{nested}")).is_err());
    }
}
