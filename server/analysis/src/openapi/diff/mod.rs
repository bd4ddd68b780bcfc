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
use super::node::{Kind, Node};
use super::read::Document;
use super::shape::Shape;
use crate::Severity;
use std::collections::{BTreeSet, HashMap, VecDeque};
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

type Key = (Vec<usize>, Vec<usize>, Direction);

pub(crate) struct Differ<'a> {
    pub(crate) base: &'a Document,
    pub(crate) head: &'a Document,
    found: Vec<Raw<'a>>,
    todo: VecDeque<Task<'a>>,
    seen: HashMap<Key, usize>,
    /// For each pair those it was reached from.
    parents: Vec<BTreeSet<usize>>,
    /// For each pair the operations that name it.
    roots: Vec<BTreeSet<String>>,
    /// Names of the shared schemas by their addresses.
    pub(crate) names: HashMap<usize, &'a str>,
    pub(crate) shapes: HashMap<Vec<usize>, Rc<Shape<'a>>>,
}

impl<'a> Differ<'a> {
    fn new(base: &'a Document, head: &'a Document) -> Self {
        Self {
            base,
            head,
            found: Vec::new(),
            todo: VecDeque::new(),
            seen: HashMap::new(),
            parents: Vec::new(),
            roots: Vec::new(),
            shapes: HashMap::new(),
            names: [base, head].into_iter().flat_map(schemas).map(|(name, node)| (node.address(), name)).collect(),
        }
    }

    pub(crate) fn emit(&mut self, raw: Raw<'a>) {
        // More than are listed, so that repeats can fall away and breaking ones can come first.
        if self.found.len() < 4 * MOST {
            self.found.push(raw);
        }
    }

    fn enter(&mut self, mut task: Task<'a>, parent: Option<usize>) {
        // What only refers is what it refers to, so that a shared schema is one pair wherever it is used.
        task.base.iter_mut().for_each(|node| *node = self.base.target(node));
        task.head.iter_mut().for_each(|node| *node = self.head.target(node));
        // Most of two documents is the same, word for word.
        let equal = |(base, head): (&&Node, &&Node)| base.says_the_same(head);
        let alike = self.base.old == self.head.old && task.base.len() == task.head.len();
        if alike && task.base.iter().zip(&task.head).all(equal) {
            return;
        }
        let addresses = |nodes: &[&Node]| nodes.iter().map(|node| node.address()).collect::<Vec<_>>();
        let key = (addresses(&task.base), addresses(&task.head), task.direction);
        let next = self.parents.len();
        let id = *self.seen.entry(key).or_insert(next);
        if id == next {
            self.parents.push(BTreeSet::new());
            self.roots.push(BTreeSet::new());
        }
        match parent {
            Some(parent) => {
                if let Some(parents) = self.parents.get_mut(id) {
                    parents.insert(parent);
                }
            }
            None => {
                if let Some(roots) = self.roots.get_mut(id) {
                    roots.insert(task.operation.clone());
                }
            }
        }
        if id == next {
            task.id = id;
            self.todo.push_back(task);
        }
    }

    /// Queues a pair of schemas below `task`.
    pub(crate) fn queue(&mut self, task: &Task<'a>, base: Vec<&'a Node>, head: Vec<&'a Node>, path: String) {
        let below = Task { id: 0, base, head, path, ..task.clone() };
        self.enter(below, Some(task.id));
    }

    fn schema(&mut self, base: Option<&'a Node>, head: Option<&'a Node>, place: &Where, context: String) {
        static ANY: Node = Node { start: 0, end: 0, kind: Kind::Null };
        if base.is_none() && head.is_none() {
            return;
        }
        let task = Task {
            id: 0,
            base: vec![base.unwrap_or(&ANY)],
            head: vec![head.unwrap_or(&ANY)],
            direction: place.direction,
            operation: place.operation.clone(),
            context,
            path: String::new(),
            null_is_judged: false,
        };
        self.enter(task, None);
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
            operation: subject.to_owned(),
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
struct Where {
    operation: String,
    direction: Direction,
}
