//! Request bodies, and the content types of bodies and responses.

use super::{Differ, Where};
use crate::Severity;
use crate::openapi::difference::{Direction, Side};
use crate::openapi::node::Node;
use crate::openapi::operation::{self, Operation};
use crate::openapi::rules;

impl<'a> Differ<'a> {
    pub(super) fn body(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Where) {
        let direction = Some(place.direction);
        let context = format!("the request body of {}", head.name);
        match (base.body, head.body) {
            (None, None) => {}
            (Some(old), None) => {
                let texts = (
                    format!("{context} is gone"),
                    "What clients send has no effect any more.",
                    "Go on accepting the body until no client sends it.",
                );
                self.note(rules::BODY_REMOVED, Severity::Error, direction, (Side::Base, old), &head.name, texts);
            }
            (None, Some(new)) => {
                let (severity, why, fix) = match new.is("required") {
                    true => (
                        Severity::Error,
                        "Requests of existing clients have no body and are refused.",
                        "Make the body optional.",
                    ),
                    false => (Severity::Notice, "Existing requests stay valid.", ""),
                };
                self.note(
                    rules::BODY_ADDED,
                    severity,
                    direction,
                    (Side::Head, new),
                    &head.name,
                    (format!("{context} is new"), why, fix),
                );
            }
            (Some(old), Some(new)) => {
                match (old.is("required"), new.is("required")) {
                    (false, true) => {
                        let texts = (
                            format!("{context} is required now"),
                            "Requests without a body are refused.",
                            "Keep the body optional.",
                        );
                        self.note(
                            rules::BODY_REQUIRED,
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
                            rules::BODY_REQUIRED,
                            Severity::Notice,
                            direction,
                            (Side::Head, new),
                            &head.name,
                            texts,
                        );
                    }
                    _ => {}
                }
                self.media(old, new, place, &context);
            }
        }
    }

    pub(super) fn media(&mut self, base: &'a Node, head: &'a Node, place: &Where, context: &str) {
        let (old, new) = (operation::media(base), operation::media(head));
        for (name, media) in &old {
            match new.get(name) {
                Some(other) => {
                    let context = if old.len() > 1 { format!("{context} as {name}") } else { context.to_owned() };
                    self.schema(media.get("schema"), other.get("schema"), place, context);
                }
                None => {
                    let why = match place.direction {
                        Direction::Request => "Clients that send it are refused.",
                        Direction::Response => "Clients that ask for it get an error or another format.",
                    };
                    let texts = (
                        format!("{context} cannot be {name} any more"),
                        why,
                        "Keep the content type beside the new one.",
                    );
                    self.note(
                        rules::MEDIA_REMOVED,
                        Severity::Error,
                        Some(place.direction),
                        (Side::Base, media),
                        &place.operation,
                        texts,
                    );
                }
            }
        }
        for (name, media) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            let texts = (format!("{context} can be {name} now"), "Clients that do not ask for it do not get it.", "");
            self.note(
                rules::MEDIA_ADDED,
                Severity::Notice,
                Some(place.direction),
                (Side::Head, media),
                &place.operation,
                texts,
            );
        }
    }
}
