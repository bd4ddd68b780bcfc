//! One property: gone, new, required or deprecated.

use super::{Change, Pair};
use crate::Severity;
use crate::openapi::diff::{Differ, Raw};
use crate::openapi::difference::{Direction, Side};
use crate::openapi::node::Node;
use crate::openapi::rules;

impl<'a> Differ<'a> {
    pub(super) fn field_removed(&mut self, pair: &Pair<'a, '_>, label: &str, old: &[&'a Node]) {
        let Some(node) = old.first() else { return };
        let direction = pair.task.direction;
        let (why, fix) = match direction {
            Direction::Request => (
                "What clients send there has no effect any more, or the request is refused.",
                "Go on accepting the field, marked as deprecated, until no client sends it.",
            ),
            Direction::Response => (
                "Clients that read the field find nothing there.",
                "Go on sending the field, marked as deprecated, until no client reads it.",
            ),
        };
        self.emit(Raw {
            rule: rules::FIELD_REMOVED,
            breaking: true,
            severity: Severity::Error,
            direction: Some(direction),
            side: Side::Base,
            node,
            pair: Some(pair.task.id),
            operation: pair.task.operation.clone(),
            message: format!("{} is gone", pair.task.named(label)),
            detail: String::new(),
            why: why.to_owned(),
            fix: fix.to_owned(),
        });
    }

    pub(super) fn field_added(&mut self, pair: &Pair<'a, '_>, name: &str, label: &str, new: &[&'a Node]) {
        let Some(node) = new.first() else { return };
        let direction = pair.task.direction;
        let required = direction == Direction::Request && pair.head.required.contains_key(name);
        let (why, fix) = match (required, direction) {
            (true, _) => (
                "Requests of existing clients lack the field and are refused.",
                "Make the field optional and choose a default on the server.",
            ),
            (false, Direction::Request) => ("Existing requests stay valid.", ""),
            (false, Direction::Response) => ("Clients are expected to ignore fields that they do not know.", ""),
        };
        self.emit(Raw {
            rule: rules::FIELD_ADDED,
            breaking: required,
            severity: if required { Severity::Error } else { Severity::Notice },
            direction: Some(direction),
            side: Side::Head,
            node,
            pair: Some(pair.task.id),
            operation: pair.task.operation.clone(),
            message: format!("{} is new{}", pair.task.named(label), if required { " and required" } else { "" }),
            detail: String::new(),
            why: why.to_owned(),
            fix: fix.to_owned(),
        });
    }

    pub(super) fn field_kept(&mut self, pair: &Pair<'a, '_>, name: &str, new: &[&'a Node]) {
        let old = pair.base.required.get(name);
        let at = match (old, pair.head.required.get(name)) {
            (Some(_), Some(_)) | (None, None) => return,
            (None, Some(node)) => (Side::Head, *node, Change::Narrowed, "is required now"),
            (Some(node), None) => match new.first() {
                Some(node) => (Side::Head, *node, Change::Widened, "is optional now"),
                None => (Side::Base, *node, Change::Widened, "is optional now"),
            },
        };
        let (side, node, change, what) = at;
        let direction = pair.task.direction;
        let breaking = change.breaks(direction);
        let (why, fix) = match (change, direction) {
            (Change::Narrowed, Direction::Request) => (
                "Requests that leave the field out are refused.",
                "Keep the field optional and choose a default on the server.",
            ),
            (Change::Widened, Direction::Response) => (
                "A client that relies on the field does not always find it.",
                "Go on sending the field in every answer.",
            ),
            (change, direction) => (change.why(direction), ""),
        };
        self.emit(Raw {
            rule: rules::FIELD_REQUIRED,
            breaking,
            severity: if breaking { Severity::Error } else { Severity::Notice },
            direction: Some(direction),
            side,
            node,
            pair: Some(pair.task.id),
            operation: pair.task.operation.clone(),
            message: format!("{} {what}", pair.task.named(&pair.task.field(name))),
            detail: format!("{name} {what}"),
            why: why.to_owned(),
            fix: fix.to_owned(),
        });
    }

    pub(super) fn deprecated(&mut self, pair: &Pair<'a, '_>, label: &str, new: &[&'a Node]) {
        let Some(node) = new.iter().find(|node| node.is("deprecated")) else { return };
        self.emit(Raw {
            rule: rules::DEPRECATED,
            breaking: false,
            severity: Severity::Notice,
            direction: Some(pair.task.direction),
            side: Side::Head,
            node,
            pair: Some(pair.task.id),
            operation: pair.task.operation.clone(),
            message: format!("{} is deprecated from now on", pair.task.named(label)),
            detail: String::new(),
            why: "Clients should stop using it before it is removed.".to_owned(),
            fix: String::new(),
        });
    }
}
