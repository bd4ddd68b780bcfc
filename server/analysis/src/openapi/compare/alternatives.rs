//! `oneOf` and `anyOf`: which alternatives there are, and which are the same.

use super::{Change, Pair, short};
use crate::openapi::diff::{Differ, Origin};
use crate::openapi::difference::Side;
use crate::openapi::node::Node;
use crate::openapi::rules;
use crate::openapi::shape::{Shape, is_null};
use smallvec::smallvec;
use std::collections::BTreeMap;

impl<'a> Differ<'a> {
    pub(super) fn alternatives(&mut self, pair: &Pair<'a, '_>) {
        let count = pair.base.groups.len().max(pair.head.groups.len());
        for i in 0..count {
            // A schema without alternatives is one alternative: itself. So `Cat` to `oneOf: [Cat, Dog]` adds `Dog`.
            let base = pair.base.groups.get(i).cloned().unwrap_or_else(|| itself(&pair.base, &pair.task.base));
            let head = pair.head.groups.get(i).cloned().unwrap_or_else(|| itself(&pair.head, &pair.task.head));
            let at = (Side::Head, pair.task.head_node());
            if base.is_empty() || head.is_empty() {
                let (change, what) = match base.is_empty() {
                    true => (Change::Narrowed, "must be one of several alternatives now, before it could be anything"),
                    false => (Change::Widened, "can be anything now, before it was one of several alternatives"),
                };
                self.changed(pair, rules::TYPE, change, at, what.to_owned());
                continue;
            }
            let mut old: BTreeMap<(String, usize), &'a Node> = BTreeMap::new();
            for node in base {
                let label = self.label(Side::Base, node);
                let nth = (0..).find(|n| !old.contains_key(&(label.clone(), *n))).unwrap_or(0);
                old.insert((label, nth), node);
            }
            let mut new: BTreeMap<(String, usize), &'a Node> = BTreeMap::new();
            for node in head {
                let label = self.label(Side::Head, node);
                let nth = (0..).find(|n| !new.contains_key(&(label.clone(), *n))).unwrap_or(0);
                new.insert((label, nth), node);
            }
            for (key, node) in &old {
                match new.get(key) {
                    Some(head) => {
                        let judged = pair.base.groups.len() != pair.head.groups.len();
                        let from = Origin::Pair(pair.task, judged);
                        let path =
                            || format!("{} ({})", pair.task.path, key.0.replace('`', "")).trim_start().to_owned();
                        self.enter((smallvec![*node], smallvec![*head]), from, path);
                    }
                    None => {
                        let what = format!("cannot be the alternative {} any more", key.0);
                        self.changed(pair, rules::ALTERNATIVE_REMOVED, Change::Narrowed, (Side::Base, node), what);
                    }
                }
            }
            for (key, node) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
                let what = format!("can be the alternative {} now", key.0);
                self.changed(pair, rules::ALTERNATIVE_ADDED, Change::Widened, (Side::Head, node), what);
            }
        }
    }

    /// What tells one alternative from the others: the schema it refers to, its constants, its type and its fields.
    pub(super) fn label(&self, side: Side, mut node: &'a Node) -> String {
        // A wrapper around one schema is that schema.
        for _ in 0..8 {
            let parts = ["oneOf", "anyOf", "allOf"].iter().filter_map(|keyword| node.get(keyword));
            let parts: Vec<&Node> = parts.flat_map(Node::items).filter(|part| !is_null(part)).collect();
            match parts[..] {
                [only] if node.get("$ref").is_none() && node.get("properties").is_none() => node = only,
                _ => break,
            }
        }
        if let Some(reference) = node.reference() {
            return format!("`{}`", reference.rsplit('/').next().unwrap_or(reference));
        }
        if let Some(name) = self.names.get(&node.address()) {
            return format!("`{name}`");
        }
        if let Some(title) = node.text_of("title") {
            return format!("`{}`", short(title));
        }
        let document = if side == Side::Base { self.base } else { self.head };
        let shape = Shape::of(document, &[node]);
        let constants = shape.properties.iter().filter_map(|(name, nodes)| {
            let values = Shape::of(document, nodes).values.filter(|values| values.len() == 1)?;
            values.into_keys().next().map(|value| format!("{name} {}", short(&value)))
        });
        let constants: Vec<String> = constants.collect();
        if !constants.is_empty() {
            return constants.join(", ");
        }
        let types =
            shape.types.map(|types| types.into_iter().filter(|name| *name != "null").collect::<Vec<_>>().join("/"));
        types.unwrap_or_else(|| "of any type".to_owned())
    }
}

/// The alternatives of a schema that has none: what it refers to if that is all it says, else the schema.
pub(super) fn itself<'a>(shape: &Shape<'a>, nodes: &[&'a Node]) -> Vec<&'a Node> {
    let anything = shape.types.is_none() && shape.properties.is_empty() && shape.values.is_none();
    if anything { Vec::new() } else { nodes.first().copied().into_iter().collect() }
}
