//! The parameters of an operation.

use super::{Differ, Where};
use crate::Severity;
use crate::openapi::difference::Side;
use crate::openapi::node::Node;
use crate::openapi::operation::Operation;
use crate::openapi::read::Document;
use crate::openapi::rules;
use crate::openapi::shape::Shape;

impl<'a> Differ<'a> {
    pub(super) fn parameters(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Where) {
        let direction = Some(place.direction);
        for ((kind, name), old) in &base.parameters {
            let Some(new) = head.parameters.get(&(kind.clone(), name.clone())) else {
                // A path parameter goes only with its path, or was never described.
                if kind != "path" {
                    let text = format!("the {kind} parameter `{name}` of {} is gone", head.name);
                    let texts = (
                        text,
                        "What clients send there has no effect any more: a filter that does not filter.",
                        "Keep the parameter, marked as deprecated, until no client sends it.",
                    );
                    self.note(
                        rules::PARAMETER_REMOVED,
                        Severity::Error,
                        direction,
                        (Side::Base, old),
                        &head.name,
                        texts,
                    );
                }
                continue;
            };
            let shown = new.text_of("name").unwrap_or(name);
            let context = format!("the {kind} parameter `{shown}` of {}", head.name);
            if kind != "path" {
                match (old.is("required"), new.is("required")) {
                    (false, true) => {
                        let texts = (
                            format!("{context} is required now"),
                            "Requests that leave it out are refused.",
                            "Keep it optional and choose a default on the server.",
                        );
                        self.note(
                            rules::PARAMETER_REQUIRED,
                            Severity::Error,
                            direction,
                            (Side::Head, new),
                            &head.name,
                            texts,
                        );
                    }
                    (true, false) => {
                        let texts =
                            (format!("{context} is optional now"), "All that was accepted until now still is.", "");
                        self.note(
                            rules::PARAMETER_REQUIRED,
                            Severity::Notice,
                            direction,
                            (Side::Head, new),
                            &head.name,
                            texts,
                        );
                    }
                    _ => {}
                }
            }
            // Two schemas are worth reading only where it depends on them.
            let differ = |scalar: bool| style(old, scalar) != style(new, scalar);
            if differ(false) && (!self.is_scalar(old, new) || differ(true)) {
                let texts = (
                    format!("{context} is written in another way"),
                    "What clients send is read as something else.",
                    "Keep `style` and `explode` as they were.",
                );
                self.note(rules::PARAMETER_STYLE, Severity::Error, direction, (Side::Head, new), &head.name, texts);
            }
            if new.is("deprecated") && !old.is("deprecated") {
                let texts = (
                    format!("{context} is deprecated from now on"),
                    "Clients should stop sending it before it is removed.",
                    "",
                );
                self.note(rules::DEPRECATED, Severity::Notice, direction, (Side::Head, new), &head.name, texts);
            }
            self.schema(parameter_schema(old), parameter_schema(new), place, context);
        }
        for ((kind, name), new) in &head.parameters {
            if kind == "path" || base.parameters.contains_key(&(kind.clone(), name.clone())) {
                continue;
            }
            let required = new.is("required");
            let text = format!(
                "the {kind} parameter `{name}` of {} is new{}",
                head.name,
                if required { " and required" } else { "" }
            );
            let texts = match required {
                true => (
                    text,
                    "Requests of existing clients lack it and are refused.",
                    "Make it optional and choose a default on the server.",
                ),
                false => (text, "Existing requests stay valid.", ""),
            };
            let severity = if required { Severity::Error } else { Severity::Notice };
            self.note(rules::PARAMETER_ADDED, severity, direction, (Side::Head, new), &head.name, texts);
        }
    }
}

pub(super) fn parameter_schema(node: &Node) -> Option<&Node> {
    let content =
        || node.get("content").and_then(|content| content.members().next()).and_then(|(_, media)| media.get("schema"));
    node.get("schema").or_else(content)
}

impl<'a> Differ<'a> {
    /// Neither is a list or an object, so that nothing is taken apart.
    fn is_scalar(&self, old: &'a Node, new: &'a Node) -> bool {
        let plain = |document: &'a Document, node: &'a Node| {
            let types = parameter_schema(node).and_then(|schema| Shape::of(document, &[schema]).types);
            types.is_some_and(|types| !types.contains("array") && !types.contains("object"))
        };
        plain(self.base, old) && plain(self.head, new)
    }
}

/// How a parameter is written: as JSON or the like, or in a style, with lists and objects in one piece or in several.
fn style(node: &Node, scalar: bool) -> (String, bool) {
    if let Some((media, _)) = node.get("content").and_then(|content| content.members().next()) {
        return (media.to_ascii_lowercase(), false);
    }

    let usual = match node.text_of("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    };
    let style = node.text_of("style").unwrap_or(usual);
    let explode = node.get("explode").and_then(Node::bool).unwrap_or(style == "form");
    (style.to_owned(), explode && !scalar)
}
