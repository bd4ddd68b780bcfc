//! An OpenAPI document as a value: JSON or YAML, 3.0 or 3.1.

use super::node::{Kind, Node};
use super::{json, structure, yaml};
use crate::code::lines::Lines;
use crate::{Place, Text};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The deepest nesting that is read.
pub(crate) const DEPTH: usize = 100;
/// The most values that are read, copies of YAML aliases included.
pub(crate) const NODES: usize = 2_000_000;
/// The longest document that is read, in bytes.
pub(crate) const BYTES: usize = 32 << 20;

/// Why a document cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// It is longer than the limit.
    #[error("the document has {0} bytes; at most {BYTES} are read")]
    TooLong(usize),
    /// It nests too deep or holds too many values.
    #[error("the document is nested too deep or holds too many values")]
    TooComplex(Place),
    /// It is neither JSON nor YAML.
    #[error("{what}")]
    Malformed {
        /// Where reading stopped.
        place: Place,
        /// What is wrong there.
        what: String,
    },
    /// It is not a document of OpenAPI 3.
    #[error("this is no OpenAPI 3 document: `openapi` is {0}")]
    NotOpenApi(String),
}

impl DocumentError {
    /// Where, if it is about one place.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::TooComplex(place) | Self::Malformed { place, .. } => Some(place),
            _ => None,
        }
    }
}

/// The same inside the two readers, before lines are counted.
#[derive(Debug)]
pub(crate) enum ReadError {
    TooComplex { at: usize },
    Malformed { at: usize, what: String },
}

/// An OpenAPI document.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) lines: Lines,
    pub(crate) root: Node,
    /// 3.0, where `nullable` counts and `$ref` hides what stands beside it.
    pub(crate) old: bool,
    /// Some field may be only read or only written; most documents have none, so that nobody need look for it.
    pub(crate) one_way: bool,
}

impl Document {
    /// Reads the file `path` of the repository. Total: any bytes give a document or an error.
    pub fn read(path: &str, bytes: &[u8]) -> Result<Self, DocumentError> {
        if bytes.len() > BYTES {
            return Err(DocumentError::TooLong(bytes.len()));
        }
        let text = Text::read(bytes).text;
        let lines = Lines::of(&text);
        let looks_like_json = text.trim_start().starts_with(['{', '[']);
        let root = if looks_like_json {
            json::read(&text).or_else(|error| match error {
                // `{openapi: 3.1.0}` is YAML. What is too complex for one reader is so for the other.
                ReadError::Malformed { .. } if !path.ends_with(".json") => yaml::read(&text).map_err(|_| error),
                error => Err(error),
            })
        } else {
            yaml::read(&text)
        };
        let root = root.map_err(|error| match error {
            ReadError::TooComplex { at } => DocumentError::TooComplex(lines.place(path, &text, at, at)),
            ReadError::Malformed { at, what } => {
                DocumentError::Malformed { place: lines.place(path, &text, at, at), what }
            }
        })?;
        let version = root.get("openapi").map(|node| match &node.kind {
            Kind::Text(text) | Kind::Number(_, text) => text.clone(),
            _ => node.canonical(),
        });
        let old = match version.as_deref() {
            Some(version) if version.starts_with("3.0") => true,
            Some(version) if version.starts_with("3.") => false,
            Some(other) => return Err(DocumentError::NotOpenApi(format!("`{other}`"))),
            None if root.get("swagger").is_some() => {
                return Err(DocumentError::NotOpenApi("missing (it is a Swagger 2 document)".to_owned()));
            }
            None => return Err(DocumentError::NotOpenApi("missing".to_owned())),
        };
        // An escape could write either word otherwise.
        let one_way = ["readOnly", "writeOnly", "\\"].iter().any(|word| text.contains(word));
        let document = Self { path: path.to_owned(), text, lines, root, old, one_way };
        match structure::wrong(&document) {
            Some((node, what)) => Err(DocumentError::Malformed { place: document.place(node), what }),
            None => Ok(document),
        }
    }

    /// Path of the file.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// References to other files or addresses, with their places, each once: they are not followed.
    pub fn elsewhere(&self) -> Vec<(Place, String)> {
        let mut seen = BTreeMap::new();
        let mut note = |node: &Node| {
            if let Some(other) = node.reference().filter(|reference| !reference.starts_with('#')) {
                let file = other.split('#').next().unwrap_or(other).to_owned();
                seen.entry(file).or_insert_with(|| self.place(node));
            }
        };
        self.root.walk(&mut |node, _| note(node), &mut Vec::new());
        seen.into_iter().map(|(file, place)| (place, file)).collect()
    }

    pub(crate) fn place(&self, node: &Node) -> Place {
        self.lines.place(&self.path, &self.text, node.start, node.end)
    }

    /// What a local reference such as `#/components/schemas/User` points at.
    pub(crate) fn at(&self, reference: &str) -> Option<&Node> {
        let pointer = reference.strip_prefix('#')?;
        let mut node = &self.root;
        for part in pointer.split('/').skip(1) {
            let decoded = part.contains(['~', '%']).then(|| decode(part));
            let part = decoded.as_deref().unwrap_or(part);
            node = match &node.kind {
                Kind::Map(members) => members.get(part)?,
                Kind::List(items) => items.get(part.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// What `pointer` points at, or the last that is there on the way to it.
    pub(crate) fn nearest(&self, pointer: &str) -> &Node {
        let mut node = &self.root;
        for part in pointer.split('/').skip(1) {
            let part = decode(part);
            let next = node.get(&part).or_else(|| node.items().get(part.parse::<usize>().ok()?));
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        node
    }

    /// Follows `$ref` until there is none, at most a few times (a chain of references may be a circle).
    pub(crate) fn resolve<'a>(&'a self, mut node: &'a Node) -> &'a Node {
        for _ in 0..32 {
            match node.reference().and_then(|reference| self.at(reference)) {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }

    /// Follows a schema that says nothing but `$ref`.
    pub(crate) fn target<'a>(&'a self, mut node: &'a Node) -> &'a Node {
        for _ in 0..32 {
            let only = self.old || node.members().nth(1).is_none();
            match node.reference().filter(|_| only).and_then(|reference| self.at(reference)) {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }

    /// The JSON pointers of the values at `wanted` addresses.
    pub(crate) fn pointers(&self, mut wanted: FxHashMap<usize, String>) -> FxHashMap<usize, String> {
        let mut steps = Vec::new();
        self.root.walk(
            &mut |node, steps| {
                if let Some(found) = wanted.get_mut(&node.address()) {
                    *found = steps.iter().map(ToString::to_string).collect();
                }
            },
            &mut steps,
        );
        wanted
    }
}

/// `~1` is `/`, `~0` is `~`, and a reference is a URI fragment, so that `%7B` is `{`.
fn decode(part: &str) -> String {
    let part = part.replace("~1", "/").replace("~0", "~");
    if !part.contains('%') {
        return part;
    }
    let bytes = part.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = part.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_notations_and_versions() {
        for text in [
            "{\"openapi\": \"3.1.0\", \"paths\": {}}",
            "openapi: 3.1.0\npaths: {}",
            "openapi: '3.1'\nwebhooks: {}",
            "{openapi: 3.1.0, components: {}}",
        ] {
            assert!(!Document::read("a.yaml", text.as_bytes()).unwrap().old, "{text}");
        }
        assert!(Document::read("a.yaml", b"\xEF\xBB\xBFopenapi: 3.0.3\r\npaths:\r\n").unwrap().old);
        for text in ["", "openapi: 3\npaths: {}", "swagger: '2.0'", "openapi: 4.0.0", "[]", "- a", "a: b: c"] {
            assert!(Document::read("a.yaml", text.as_bytes()).is_err(), "{text}");
        }
        let error = Document::read("a.json", b"{\"openapi\": \n x}").unwrap_err();
        assert_eq!(error.place().unwrap().line, 2);
    }

    #[test]
    fn references_are_followed() {
        let text = "openapi: 3.1.0\npaths: {}\na/b: {c: [x, {$ref: '#/d'}]}\nd: {$ref: '#/a~1b/c/0'}";
        let document = Document::read("a.yaml", text.as_bytes()).unwrap();
        let node = document.at("#/a%2Fb/c/1").unwrap();
        assert_eq!(document.resolve(node).text(), Some("x"));
        let wanted = FxHashMap::from_iter([(node.address(), String::new())]);
        assert_eq!(document.pointers(wanted).into_values().next().unwrap(), "/a~1b/c/1");
    }
}
