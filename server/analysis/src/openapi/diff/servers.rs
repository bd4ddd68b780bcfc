//! The addresses an API is served at.

use super::Differ;
use crate::Severity;
use crate::openapi::difference::Side;
use crate::openapi::node::Node;
use crate::openapi::read::Document;
use crate::openapi::rules;
use std::collections::BTreeMap;

impl<'a> Differ<'a> {
    pub(super) fn servers(&mut self) {
        let (old, new) = (urls(&self.base.root), urls(&self.head.root));
        for (url, node) in old.iter().filter(|(url, _)| !new.contains_key(*url)) {
            let texts = (
                format!("the server {url} is gone"),
                "Clients that are configured with it must be told.",
                "Keep the address until no client uses it.",
            );
            self.note(rules::SERVER_REMOVED, Severity::Warning, None, (Side::Base, node), "server", texts);
        }
    }

    /// The same for one path or operation, which says where it is served, or said it: without that, it is served where
    /// all are.
    pub(super) fn servers_of(&mut self, base: &'a Node, head: &'a Node, name: &str) {
        let (base, head) = (self.base.resolve(base), self.head.resolve(head));
        if base.get("servers").is_none() && head.get("servers").is_none() {
            return;
        }
        let of = |node: &'a Node, document: &'a Document| match node.get("servers") {
            Some(_) => urls(node),
            None => urls(&document.root),
        };
        let (old, new) = (of(base, self.base), of(head, self.head));
        let gone: Vec<&str> = old.keys().copied().filter(|url| !new.contains_key(url)).collect();
        // Without any address it is that of the document.
        let lost = if old.is_empty() && !new.is_empty() { vec!["the address of the document"] } else { gone };
        if let Some(first) = lost.first() {
            let served: Vec<&str> = new.keys().copied().collect();
            let now = if served.is_empty() { "the address of the document".to_owned() } else { served.join(", ") };
            let texts = (
                format!("{name} is not served at {first} any more, but at {now}"),
                "Clients that do not take the address from the document call the old one.",
                "Serve it at the old address as well until no client uses it.",
            );
            let at = (Side::Head, head.get("servers").unwrap_or(head));
            self.note(rules::SERVER_REMOVED, Severity::Warning, None, at, name, texts);
        }
    }
}

/// The addresses that a document, a path or an operation lists.
fn urls(node: &Node) -> BTreeMap<&str, &Node> {
    let servers = node.get("servers").map_or(&[][..], Node::items);
    servers.iter().filter_map(|node| Some((node.text_of("url")?.trim_end_matches('/'), node))).collect()
}
