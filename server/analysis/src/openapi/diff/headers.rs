//! The headers of a response.

use super::parameters::parameter_schema;
use super::{Differ, Where};
use crate::Severity;
use crate::openapi::difference::Side;
use crate::openapi::node::Node;
use crate::openapi::read::Document;
use crate::openapi::rules;
use std::collections::BTreeMap;

impl<'a> Differ<'a> {
    pub(super) fn headers(&mut self, base: &'a Node, head: &'a Node, place: &Where, context: &str) {
        let read = |document: &'a Document, node: &'a Node| -> BTreeMap<String, &'a Node> {
            let members = node.get("headers").into_iter().flat_map(Node::members);
            members.map(|(name, node)| (name.to_ascii_lowercase(), document.resolve(node))).collect()
        };
        let direction = Some(place.direction);
        let (old, new) = (read(self.base, base), read(self.head, head));
        for (name, old) in &old {
            let context = format!("the header `{name}` of {context}");
            let Some(new) = new.get(name) else {
                let texts = (
                    format!("{context} is gone"),
                    "Clients that read it find nothing there.",
                    "Go on sending the header until no client reads it.",
                );
                self.note(
                    rules::HEADER_REMOVED,
                    Severity::Error,
                    direction,
                    (Side::Base, old),
                    &place.operation,
                    texts,
                );
                continue;
            };
            match (old.is("required"), new.is("required")) {
                (true, false) => {
                    let texts = (
                        format!("{context} is optional now"),
                        "A client that relies on it does not always find it.",
                        "Go on sending the header in every answer.",
                    );
                    self.note(
                        rules::HEADER_REQUIRED,
                        Severity::Error,
                        direction,
                        (Side::Head, new),
                        &place.operation,
                        texts,
                    );
                }
                (false, true) => {
                    let texts = (format!("{context} is always there now"), "Clients get more than they rely on.", "");
                    self.note(
                        rules::HEADER_REQUIRED,
                        Severity::Notice,
                        direction,
                        (Side::Head, new),
                        &place.operation,
                        texts,
                    );
                }
                _ => {}
            }
            self.schema(parameter_schema(old), parameter_schema(new), place, context);
        }
        for (name, new) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let texts = (
                format!("the header `{name}` of {context} is new"),
                "Clients ignore headers that they do not know.",
                "",
            );
            self.note(rules::HEADER_ADDED, Severity::Notice, direction, (Side::Head, new), &place.operation, texts);
        }
    }
}
