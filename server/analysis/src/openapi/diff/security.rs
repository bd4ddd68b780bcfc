//! Which credentials an operation accepts, and how they are given.

use super::Differ;
use crate::Severity;
use crate::openapi::difference::{Direction, Side};
use crate::openapi::node::Node;
use crate::openapi::operation::Operation;
use crate::openapi::read::Document;
use crate::openapi::rules;
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Differ<'a> {
    pub(super) fn security(&mut self, base: &Operation<'a>, head: &Operation<'a>) {
        let old_node = base.node.get("security").or_else(|| self.base.root.get("security"));
        let new_node = head.node.get("security").or_else(|| self.head.root.get("security"));
        let (old, new) = (requirements(old_node), requirements(new_node));
        let enough = |given: &Requirement, wanted: &Requirement| {
            wanted.iter().all(|(scheme, scopes)| given.get(scheme).is_some_and(|has| scopes.is_subset(has)))
        };
        let at = match (head.node.get("security"), new_node) {
            (Some(node), _) => (Side::Head, node),
            _ => (Side::Head, head.node),
        };
        for given in old.iter().filter(|given| !new.iter().any(|wanted| enough(given, wanted))) {
            let text = format!("{} cannot be called with {} any more", head.name, say(given));
            let texts = (
                text,
                "Clients with these credentials are refused.",
                "Go on accepting the old credentials until all clients have the new ones.",
            );
            self.note(rules::SECURITY_TIGHTENED, Severity::Error, Some(Direction::Request), at, &head.name, texts);
        }
        for given in new.iter().filter(|given| !old.iter().any(|wanted| enough(given, wanted))) {
            let text = format!("{} can be called with {} now", head.name, say(given));
            let texts = (text, "More callers get in: make sure that this is meant.", "");
            self.note(rules::SECURITY_RELAXED, Severity::Warning, Some(Direction::Request), at, &head.name, texts);
        }
    }

    pub(super) fn schemes(&mut self) {
        let read = |document: &'a Document| -> BTreeMap<&'a str, &'a Node> {
            let schemes = document.root.get("components").and_then(|components| components.get("securitySchemes"));
            schemes.into_iter().flat_map(Node::members).map(|(name, node)| (name, document.resolve(node))).collect()
        };
        let new = read(self.head);
        for (name, old) in read(self.base) {
            let keys = ["type", "in", "name", "scheme", "openIdConnectUrl"];
            let key = |node: &'a Node| keys.map(|key| node.text_of(key).map(str::to_ascii_lowercase));
            let subject = format!("security scheme `{name}`");
            let fix = "Add the new way as another scheme and accept both.";
            match new.get(name) {
                // Where it was used, the operations say that it is gone.
                None => {}
                Some(new) if key(old) == key(new) => {}
                Some(new) => {
                    let texts = (
                        format!("{subject} works in another way"),
                        "Clients prove who they are in the old way and are refused.",
                        fix,
                    );
                    self.note(
                        rules::SCHEME_CHANGED,
                        Severity::Error,
                        Some(Direction::Request),
                        (Side::Head, new),
                        &subject,
                        texts,
                    );
                }
            }
        }
    }
}

/// What one way of calling an operation asks for: schemes and their scopes.
type Requirement = BTreeMap<String, BTreeSet<String>>;

fn requirements(node: Option<&Node>) -> Vec<Requirement> {
    let items = node.map_or(&[][..], Node::items);
    if items.is_empty() {
        return vec![Requirement::new()];
    }
    let scopes = |node: &Node| node.items().iter().filter_map(Node::text).map(str::to_owned).collect();
    items.iter().map(|item| item.members().map(|(name, node)| (name.to_owned(), scopes(node))).collect()).collect()
}

pub(super) fn say(requirement: &Requirement) -> String {
    if requirement.is_empty() {
        return "no credentials".to_owned();
    }
    let one = |(scheme, scopes): (&String, &BTreeSet<String>)| match scopes.is_empty() {
        true => format!("`{scheme}`"),
        false => format!("`{scheme}` ({})", scopes.iter().cloned().collect::<Vec<_>>().join(", ")),
    };
    requirement.iter().map(one).collect::<Vec<_>>().join(" and ")
}
