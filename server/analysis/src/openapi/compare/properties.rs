//! Which properties two objects have, and whether they may have others.

use super::{Change, Pair};
use crate::openapi::diff::Differ;
use crate::openapi::difference::{Direction, Side};
use crate::openapi::node::Node;
use crate::openapi::read::Document;
use crate::openapi::rules;
use crate::openapi::shape::{Additional, Shape, one_way};
use std::collections::BTreeSet;

impl<'a> Differ<'a> {
    pub(super) fn fields(&mut self, pair: &Pair<'a, '_>) {
        let direction = pair.task.direction;
        let hidden = |properties: &[&'a Node], document: &Document| {
            if !document.one_way {
                return false;
            }
            let (read_only, write_only) = one_way(document, properties);
            match direction {
                Direction::Request => read_only && !write_only,
                Direction::Response => write_only && !read_only,
            }
        };
        let (old, new) = (&pair.base.properties, &pair.head.properties);
        // Most objects keep their fields.
        let fields: Vec<_> = match old.keys().eq(new.keys()) {
            true => old.iter().zip(new.values()).map(|((name, old), new)| (*name, Some(old), Some(new))).collect(),
            false => {
                let names: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
                names.into_iter().map(|name| (name, old.get(name), new.get(name))).collect()
            }
        };
        for (name, old, new) in fields {
            let old = old.filter(|nodes| !hidden(nodes, self.base));
            let new = new.filter(|nodes| !hidden(nodes, self.head));
            let label = || pair.task.field(name);
            match (old, new) {
                (None, None) => {}
                (Some(old), None) => self.field_removed(pair, &label(), old),
                (None, Some(new)) => self.field_added(pair, name, &label(), new),
                (Some(old), Some(new)) => {
                    self.field_kept(pair, name, new);
                    if old.iter().any(|node| node.is("deprecated")) != new.iter().any(|node| node.is("deprecated")) {
                        self.deprecated(pair, &label(), new);
                    }
                    self.queue(pair.task, (old.clone(), new.clone()), label);
                }
            }
        }
        // What is required without being described.
        for name in pair.head.required.keys().filter(|name| !pair.head.properties.contains_key(*name)) {
            if !pair.base.required.contains_key(name) && pair.task.direction == Direction::Request {
                self.field_kept(pair, name, &[]);
            }
        }
    }

    pub(super) fn additional(&mut self, pair: &Pair<'a, '_>) {
        // Of a value that is never an object nothing is asked.
        let object = |shape: &Shape<'a>| shape.types.as_ref().is_none_or(|types| types.contains("object"));
        if !object(&pair.base) || !object(&pair.head) {
            return;
        }
        let head_at = (Side::Head, pair.task.head_node());
        match (&pair.base.additional, &pair.head.additional) {
            (Additional::Any, Additional::Any) | (Additional::Closed(_), Additional::Closed(_)) => {}
            (Additional::Like(base), Additional::Like(head)) => {
                self.queue(pair.task, (base.clone(), head.clone()), || pair.task.field("*"));
            }
            (_, Additional::Closed(node)) => {
                let what = "may not hold unnamed properties any more".to_owned();
                self.changed(pair, rules::ADDITIONAL_CHANGED, Change::Narrowed, (Side::Head, node), what);
            }
            (Additional::Closed(_), _) => {
                let what = "may hold unnamed properties now".to_owned();
                // Clients are expected to ignore fields that they do not know, as with every added field.
                self.noted(pair, rules::ADDITIONAL_CHANGED, Change::Widened, false, head_at, what);
            }
            (Additional::Any, Additional::Like(head)) => {
                let at = head.first().map_or(head_at, |node| (Side::Head, *node));
                let what = "may hold only unnamed properties of one type now".to_owned();
                self.changed(pair, rules::ADDITIONAL_CHANGED, Change::Narrowed, at, what);
            }
            (Additional::Like(_), Additional::Any) => {
                let what = "may hold unnamed properties of any type now".to_owned();
                self.changed(pair, rules::ADDITIONAL_CHANGED, Change::Widened, head_at, what);
            }
        }
    }
}
