//! Which paths and operations are gone, new or renamed.

use super::{Differ, Where};
use crate::Severity;
use crate::openapi::difference::{Direction, Side};
use crate::openapi::node::Node;
use crate::openapi::operation::{self, Operation, PathItem};
use crate::openapi::read::Document;
use crate::openapi::rules;
use smallvec::smallvec;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

impl<'a> Differ<'a> {
    pub(super) fn paths(&mut self, base: Option<&'a Node>, head: Option<&'a Node>, turned: bool) {
        let (base, head) = (operation::items(self.base, base), operation::items(self.head, head));
        let mut gone: Vec<&PathItem<'a>> = Vec::new();
        let mut new: Vec<&PathItem<'a>> =
            head.iter().filter(|(key, _)| !base.contains_key(*key)).map(|(_, item)| item).collect();
        for (key, old) in &base {
            match head.get(key) {
                Some(new) => self.operations(old, new, turned),
                None => gone.push(old),
            }
        }
        for old in gone {
            let slash = new.iter().position(|new| same_but_slash(&old.path, &new.path));
            let renamed = slash.or_else(|| new.iter().position(|new| same(old, new)));
            match renamed.map(|at| new.remove(at)) {
                Some(new) => {
                    let text = format!("{} is {} now", old.path, new.path);
                    self.note(
                        rules::PATH_RENAMED,
                        Severity::Error,
                        None,
                        (Side::Head, new.node),
                        &first_name(old),
                        (
                            text,
                            "Clients that call the old path get an error.",
                            "Serve the old path as well, marked as deprecated, until no client calls it.",
                        ),
                    );
                    self.operations(old, new, turned);
                }
                None => {
                    for operation in old.operations.values() {
                        self.removed(operation);
                    }
                }
            }
        }
        for item in new {
            for operation in item.operations.values() {
                self.added(operation);
            }
        }
    }

    pub(super) fn removed(&mut self, operation: &Operation<'a>) {
        let mut text = format!("{} is gone", operation.name);
        if operation.node.is("deprecated") {
            text.push_str(", after it was deprecated");
        }
        if let Some(day) = operation.node.text_of("x-sunset") {
            text.push_str(&format!(" until {day}"));
        }
        self.note(
            rules::OPERATION_REMOVED,
            Severity::Error,
            None,
            (Side::Base, operation.node),
            &operation.name,
            (
                text,
                "Clients that call it get an error.",
                "Keep it, marked as deprecated with a day of sunset, until no client calls it.",
            ),
        );
    }

    fn added(&mut self, operation: &Operation<'a>) {
        let text = format!("{} is new", operation.name);
        let texts = (text, "Nobody calls it yet.", "");
        let at = (Side::Head, operation.node);
        self.note(rules::OPERATION_ADDED, Severity::Notice, None, at, &operation.name, texts);
    }

    pub(super) fn operations(&mut self, base: &PathItem<'a>, head: &PathItem<'a>, turned: bool) {
        self.servers_of(base.node, head.node, &head.path);
        for (method, old) in &base.operations {
            match head.operations.get(method) {
                Some(new) => {
                    self.servers_of(old.node, new.node, &new.name);
                    self.operation(old, new, turned);
                }
                None => self.removed(old),
            }
        }
        for (_, new) in head.operations.iter().filter(|(method, _)| !base.operations.contains_key(*method)) {
            self.added(new);
        }
    }

    pub(super) fn operation(&mut self, base: &Operation<'a>, head: &Operation<'a>, turned: bool) {
        let name: Rc<str> = head.name.as_str().into();
        let request = Where { operation: Rc::clone(&name), direction: Direction::Request.turned(turned) };
        let response = Where { operation: Rc::clone(&name), direction: Direction::Response.turned(turned) };
        self.life(base, head);
        self.parameters(base, head, &request);
        self.body(base, head, &request);
        self.responses(base, head, &response);
        self.security(base, head);
        let callbacks = |document: &'a Document, operation: &Operation<'a>| -> BTreeMap<String, &'a Node> {
            let members = operation.node.get("callbacks").into_iter().flat_map(Node::members);
            members.map(|(name, node)| (name.to_owned(), document.resolve(node))).collect()
        };
        // A callback of a callback would be compared as well, but only as deep as a document can nest.
        let (old, mut new) = (callbacks(self.base, base), callbacks(self.head, head));
        for (name, old) in old {
            let new = new.remove(&name);
            if !self.entered(old, new) {
                self.paths(Some(old), new, !turned);
            }
        }
    }

    /// Marks two callbacks as compared; a callback can refer to the path that holds it.
    fn entered(&mut self, base: &Node, head: Option<&Node>) -> bool {
        let key = (smallvec![base.address()], smallvec![head.map_or(0, Node::address), usize::MAX], Direction::Request);
        let next = self.parents.len();
        if self.seen.contains_key(&key) {
            return true;
        }
        self.seen.insert(key, next);
        self.parents.push(Vec::new());
        self.roots.push(Vec::new());
        false
    }
}

/// `/users` and `/users/`.
fn same_but_slash(old: &str, new: &str) -> bool {
    operation::normal(old.trim_end_matches('/')) == operation::normal(new.trim_end_matches('/'))
}

/// Two paths hold the same operations: by their ids, or word for word.
pub(super) fn same(old: &PathItem<'_>, new: &PathItem<'_>) -> bool {
    let ids = |item: &PathItem<'_>| -> BTreeSet<String> {
        item.operations
            .values()
            .filter_map(|operation| operation.node.text_of("operationId"))
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (ids(old), ids(new));
    if !a.is_empty() || !b.is_empty() {
        return !a.is_disjoint(&b);
    }
    !old.operations.is_empty()
        && old.operations.keys().eq(new.operations.keys())
        && old.operations.values().zip(new.operations.values()).all(|(a, b)| a.node.canonical() == b.node.canonical())
}

fn first_name(item: &PathItem<'_>) -> String {
    item.operations.values().next().map_or_else(|| item.path.clone(), |operation| operation.name.clone())
}
