//! A JSON or YAML value that remembers where it stands.

use std::collections::BTreeMap;

/// One value and the bytes that name it: the key of a member, the value itself elsewhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, Default)]
pub(crate) enum Kind {
    #[default]
    Null,
    Bool(bool),
    /// The number and how it was written.
    Number(f64, String),
    Text(String),
    List(Vec<Node>),
    Map(BTreeMap<String, Node>),
}

impl Node {
    /// A member of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Map(members) => members.get(key),
            _ => None,
        }
    }

    /// The members of a map in the order of their keys; none for any other value.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &Node)> {
        let members = match &self.kind {
            Kind::Map(members) => Some(members),
            _ => None,
        };
        members.into_iter().flatten().map(|(key, node)| (key.as_str(), node))
    }

    /// The items of a list; none for any other value.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn bool(&self) -> Option<bool> {
        match &self.kind {
            Kind::Bool(value) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match &self.kind {
            Kind::Number(value, _) => Some(*value),
            _ => None,
        }
    }

    /// The text of the member `key`.
    pub(crate) fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    /// The member `key` is `true`.
    pub(crate) fn is(&self, key: &str) -> bool {
        self.get(key).and_then(Node::bool) == Some(true)
    }

    /// Stands for this very value as long as its document lives.
    pub(crate) fn address(&self) -> usize {
        std::ptr::from_ref(self) as usize
    }

    /// Both values are equal and refer to nothing that could differ.
    pub(crate) fn says_the_same(&self, other: &Node) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Null, Kind::Null) => true,
            (Kind::Bool(a), Kind::Bool(b)) => a == b,
            (Kind::Number(_, a), Kind::Number(_, b)) | (Kind::Text(a), Kind::Text(b)) => a == b,
            (Kind::List(a), Kind::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b)),
            (Kind::Map(a), Kind::Map(b)) => {
                let same = |((key, a), (other, b)): ((&String, &Node), (&String, &Node))| {
                    key == other && key != "$ref" && a.says_the_same(b)
                };
                a.len() == b.len() && a.iter().zip(b).all(same)
            }
            _ => false,
        }
    }

    /// The value written one way only, so that two values can be compared whatever their notation was.
    pub(crate) fn canonical(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    // Recursion is safe here: no document is deeper than `read::DEPTH`.
    fn write(&self, out: &mut String) {
        match &self.kind {
            Kind::Null => out.push_str("null"),
            Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Kind::Number(value, text) if value.is_finite() && value.abs() < 9e15 && text.len() < 17 => {
                out.push_str(&value.to_string());
            }
            Kind::Number(_, text) => out.push_str(text),
            Kind::Text(text) => {
                out.push('"');
                for c in text.chars() {
                    if matches!(c, '"' | '\\') {
                        out.push('\\');
                    }
                    out.push(c);
                }
                out.push('"');
            }
            Kind::List(items) => {
                out.push('[');
                for item in items {
                    item.write(out);
                    out.push(',');
                }
                out.push(']');
            }
            Kind::Map(members) => {
                out.push('{');
                for (key, node) in members {
                    out.push_str(key);
                    out.push(':');
                    node.write(out);
                    out.push(',');
                }
                out.push('}');
            }
        }
    }
}
