//! A JSON or YAML value that remembers where it stands.

use smallvec::SmallVec;
use std::fmt;

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
    Map(Members),
}

/// The members of a map. Most maps hold a handful: a sorted list of them is read, searched and given back faster than
/// a tree, and takes half the memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members {
    all: Vec<(String, Node)>,
    /// `$ref` is among them: it is asked of every schema, and few have it.
    refers: bool,
}

/// Members up to which looking at one after the other is faster than a search.
const FEW: usize = 12;

/// Values that count together; nearly always one.
pub(crate) type Nodes<'a> = SmallVec<[&'a Node; 1]>;

impl Members {
    /// Of a repeated key the last value counts.
    pub(crate) fn of(mut members: Vec<(String, Node)>) -> Self {
        // The sort keeps the order of equal keys, so that the last of them comes last.
        members.sort_by(|(a, _), (b, _)| a.cmp(b));
        members.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                std::mem::swap(later, kept);
            }
            same
        });
        let refers = members.iter().any(|(name, _)| name == "$ref");
        Self { all: members, refers }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let at = match self.all.len() {
            ..=FEW => self.all.iter().position(|(name, _)| name == key)?,
            _ => self.all.binary_search_by(|(name, _)| name.as_str().cmp(key)).ok()?,
        };
        self.all.get(at).map(|(_, node)| node)
    }
}

impl IntoIterator for Members {
    type Item = (String, Node);
    type IntoIter = std::vec::IntoIter<(String, Node)>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

/// How one value stands in another; written as it stands in a JSON pointer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(key) => write!(f, "/{}", key.replace('~', "~0").replace('/', "~1")),
            Self::Item(i) => write!(f, "/{i}"),
        }
    }
}

impl Node {
    /// Shows `visit` every value in and below this one, each with the way to it.
    // Recursion is safe here: no document is deeper than `read::DEPTH`.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Node, &[Step<'a>]), way: &mut Vec<Step<'a>>) {
        visit(self, way);
        let members = self.members().map(|(key, member)| (Step::Member(key), member));
        let items = self.items().iter().enumerate().map(|(i, item)| (Step::Item(i), item));
        for (step, node) in members.chain(items) {
            way.push(step);
            node.walk(visit, way);
            way.pop();
        }
    }

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
            Kind::Map(members) => &members.all[..],
            _ => &[],
        };
        members.iter().map(|(key, node)| (key.as_str(), node))
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

    /// What it refers to.
    pub(crate) fn reference(&self) -> Option<&str> {
        match &self.kind {
            Kind::Map(members) if members.refers => self.text_of("$ref"),
            _ => None,
        }
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
                let same =
                    |((key, a), (other, b)): (&(String, Node), &(String, Node))| key == other && a.says_the_same(b);
                a.all.len() == b.all.len() && !a.refers && a.all.iter().zip(&b.all).all(same)
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
                for (key, node) in &members.all {
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
