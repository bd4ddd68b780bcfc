//! What the comparison passes on: a pair of schemas to compare, a difference to place.

use crate::Severity;
use crate::openapi::difference::{Direction, Side};
use crate::openapi::node::{Kind, Node, Nodes};
use std::rc::Rc;

/// A difference whose pointer and place are not known yet.
pub(crate) struct Raw<'a> {
    pub(crate) rule: &'static str,
    pub(crate) breaking: bool,
    pub(crate) severity: Severity,
    pub(crate) direction: Option<Direction>,
    pub(crate) side: Side,
    pub(crate) node: &'a Node,
    /// The pair of schemas it was found in.
    pub(crate) pair: Option<usize>,
    pub(crate) operation: Rc<str>,
    pub(crate) message: String,
    /// Tells apart two differences of one rule at one place.
    pub(crate) detail: String,
    pub(crate) why: String,
    pub(crate) fix: String,
}

/// A pair of schemas that is compared once, wherever it is used.
#[derive(Clone)]
pub(crate) struct Task<'a> {
    pub(crate) id: usize,
    pub(crate) base: Nodes<'a>,
    pub(crate) head: Nodes<'a>,
    pub(crate) direction: Direction,
    pub(crate) operation: Rc<str>,
    /// `the request body of POST /users`.
    pub(crate) context: Rc<str>,
    /// `address.street`, empty for the schema as a whole.
    pub(crate) path: String,
    /// The pair above compared already whether `null` is allowed.
    pub(crate) null_is_judged: bool,
}

impl<'a> Task<'a> {
    pub(crate) fn head_node(&self) -> &'a Node {
        static NONE: Node = Node { start: 0, end: 0, kind: Kind::Null };
        self.head.first().copied().unwrap_or(&NONE)
    }

    /// The path of a property of this schema.
    pub(crate) fn field(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// `path` as the start of a sentence.
    pub(crate) fn named(&self, path: &str) -> String {
        if path.is_empty() {
            let mut letters = self.context.chars();
            letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
        } else {
            format!("`{path}` in {}", self.context)
        }
    }
}
