//! Two documents: paths, operations, parameters, bodies, responses, security.

mod bodies;
mod headers;
mod life;
mod list;
mod parameters;
mod paths;
mod responses;
mod security;
mod servers;
mod task;

pub(crate) use task::{Raw, Task};

use super::difference::{Difference, Direction, Side};
use super::node::{Kind, Node, Nodes};
use super::read::Document;
use super::shape::Shape;
use crate::Severity;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::collections::VecDeque;
use std::rc::Rc;

/// The most differences that are listed; documents that differ more are simply different.
const MOST: usize = 5_000;
/// The most operations that are named for one difference.
const NAMED: usize = 50;

/// All differences from `base` to `head`, breaking ones first, then in the order of the documents.
pub fn diff(base: &Document, head: &Document) -> Vec<Difference> {
    let mut differ = Differ::new(base, head);
    differ.paths(base.root.get("paths"), head.root.get("paths"), false);
    differ.paths(base.root.get("webhooks"), head.root.get("webhooks"), true);
    differ.servers();
    differ.schemes();
    differ.run();
    differ.finish()
}

/// The values of a pair by their addresses.
type Key = (Addresses, Addresses, Direction);
/// Addresses of values that count together.
pub(crate) type Addresses = SmallVec<[usize; 2]>;

pub(crate) struct Differ<'a> {
    pub(crate) base: &'a Document,
    pub(crate) head: &'a Document,
    found: Vec<Raw<'a>>,
    todo: VecDeque<Task<'a>>,
    seen: FxHashMap<Key, usize>,
    /// For each pair those it was reached from.
    parents: Vec<Vec<usize>>,
    /// For each pair the operations that name it.
    roots: Vec<Vec<Rc<str>>>,
    /// Names of the shared schemas by their addresses.
    pub(crate) names: FxHashMap<usize, &'a str>,
    pub(crate) shapes: FxHashMap<Addresses, Rc<Shape<'a>>>,
}

impl<'a> Differ<'a> {
    fn new(base: &'a Document, head: &'a Document) -> Self {
        Self {
            base,
            head,
            found: Vec::new(),
            todo: VecDeque::new(),
            seen: FxHashMap::default(),
            parents: Vec::new(),
            roots: Vec::new(),
            shapes: FxHashMap::default(),
            names: [base, head].into_iter().flat_map(schemas).map(|(name, node)| (node.address(), name)).collect(),
        }
    }

    pub(crate) fn emit(&mut self, raw: Raw<'a>) {
        // More than are listed, so that repeats can fall away and breaking ones can come first.
        if self.found.len() < 4 * MOST {
            self.found.push(raw);
        }
    }

    /// Queues a pair of schemas named by an operation, or reached from another pair. What tells where it stands is asked
    /// for only when the pair is new: most are reached in many ways.
    pub(crate) fn enter(&mut self, mut pair: Schemas<'a>, from: Origin<'_, 'a>, path: impl FnOnce() -> String) {
        // What only refers is what it refers to, so that a shared schema is one pair wherever it is used.
        pair.0.iter_mut().for_each(|node| *node = self.base.target(node));
        pair.1.iter_mut().for_each(|node| *node = self.head.target(node));
        // Most of two documents is the same, word for word.
        let equal = |(base, head): (&&Node, &&Node)| base.says_the_same(head);
        let alike = self.base.old == self.head.old && pair.0.len() == pair.1.len();
        if alike && pair.0.iter().zip(&pair.1).all(equal) {
            return;
        }
        let addresses = |nodes: &[&Node]| nodes.iter().map(|node| node.address()).collect::<Addresses>();
        let direction = match &from {
            Origin::Operation(place, _) => place.direction,
            Origin::Pair(task, _) => task.direction,
        };
        let next = self.parents.len();
        let id = *self.seen.entry((addresses(&pair.0), addresses(&pair.1), direction)).or_insert(next);
        if id == next {
            self.parents.push(Vec::new());
            self.roots.push(Vec::new());
        }
        match &from {
            // Pairs are compared one after the other, so that the same one comes in a row.
            Origin::Pair(task, _) => {
                if let Some(parents) = self.parents.get_mut(id).filter(|known| known.last() != Some(&task.id)) {
                    parents.push(task.id);
                }
            }
            Origin::Operation(place, _) => {
                if let Some(roots) = self.roots.get_mut(id).filter(|known| known.last() != Some(&place.operation)) {
                    roots.push(Rc::clone(&place.operation));
                }
            }
        }
        if id != next {
            return;
        }
        let (operation, context, null_is_judged) = match from {
            Origin::Pair(task, judged) => (Rc::clone(&task.operation), Rc::clone(&task.context), judged),
            Origin::Operation(place, context) => (Rc::clone(&place.operation), context.into(), false),
        };
        let (base, head) = pair;
        self.todo.push_back(Task { id, base, head, direction, operation, context, path: path(), null_is_judged });
    }

    /// Queues a pair of schemas below `task`.
    pub(crate) fn queue(&mut self, task: &Task<'a>, pair: Schemas<'a>, path: impl FnOnce() -> String) {
        self.enter(pair, Origin::Pair(task, false), path);
    }

    fn schema(&mut self, base: Option<&'a Node>, head: Option<&'a Node>, place: &Where, context: String) {
        static ANY: Node = Node { start: 0, end: 0, kind: Kind::Null };
        if base.is_none() && head.is_none() {
            return;
        }
        let pair = (smallvec![base.unwrap_or(&ANY)], smallvec![head.unwrap_or(&ANY)]);
        self.enter(pair, Origin::Operation(place, context), String::new);
    }

    fn run(&mut self) {
        while let Some(task) = self.todo.pop_front() {
            self.compare(&task);
        }
    }

    fn note(
        &mut self,
        rule: &'static str,
        severity: Severity,
        direction: Option<Direction>,
        at: (Side, &'a Node),
        subject: &str,
        texts: (String, &str, &str),
    ) {
        self.emit(Raw {
            rule,
            breaking: severity == Severity::Error,
            severity,
            direction,
            side: at.0,
            node: at.1,
            pair: None,
            operation: subject.into(),
            detail: String::new(),
            message: texts.0,
            why: texts.1.to_owned(),
            fix: texts.2.to_owned(),
        });
    }
}

fn schemas(document: &Document) -> impl Iterator<Item = (&str, &Node)> {
    let components = document.root.get("components").and_then(|components| components.get("schemas"));
    components.into_iter().flat_map(Node::members)
}

/// Where in the API something is compared.
pub(crate) struct Where {
    operation: Rc<str>,
    direction: Direction,
}

/// Schemas of the base, and those of the head that stand in their place.
pub(crate) type Schemas<'a> = (Nodes<'a>, Nodes<'a>);

/// What names a pair of schemas.
pub(crate) enum Origin<'t, 'a> {
    /// With the words for where in the operation.
    Operation(&'t Where, String),
    /// With whether `null` has been judged.
    Pair(&'t Task<'a>, bool),
}
