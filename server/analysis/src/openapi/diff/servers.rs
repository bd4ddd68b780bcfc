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
        let urls = |document: &'a Document| -> BTreeMap<&'a str, &'a Node> {
            let servers = document.root.get("servers").map_or(&[][..], Node::items);
            servers.iter().filter_map(|node| Some((node.text_of("url")?.trim_end_matches('/'), node))).collect()
        };
        let (old, new) = (urls(self.base), urls(self.head));
        for (url, node) in old.iter().filter(|(url, _)| !new.contains_key(*url)) {
            let texts = (
                format!("the server {url} is gone"),
                "Clients that are configured with it must be told.",
                "Keep the address until no client uses it.",
            );
            self.note(rules::SERVER_REMOVED, Severity::Warning, None, (Side::Base, node), "server", texts);
        }
    }
}
