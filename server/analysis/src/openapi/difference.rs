//! One difference between two documents.

use crate::{Effect, Finding, Place, Severity};
use serde::{Deserialize, Serialize};

/// Which way the data goes that differs, seen from the server that the document describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// What clients send.
    Request,
    /// What clients get.
    Response,
}

impl Direction {
    /// The other one: a webhook's request goes out, its response comes in.
    pub(crate) fn turned(self, turn: bool) -> Self {
        match (self, turn) {
            (same, false) => same,
            (Self::Request, true) => Self::Response,
            (Self::Response, true) => Self::Request,
        }
    }
}

/// Which document a pointer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The old one: what was removed stands only there.
    Base,
    /// The new one.
    Head,
}

/// One difference. It is listed once, however many operations use the schema it stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Name of the rule, `openapi-…`; see [`super::RULES`].
    pub rule: String,
    /// Clients that work today can stop working.
    pub breaking: bool,
    /// How much it matters.
    pub severity: Severity,
    /// Nothing where it is about neither requests nor responses alone (a path, security).
    pub direction: Option<Direction>,
    /// JSON pointer into the document of `side`.
    pub pointer: String,
    /// Which document `pointer` is for.
    pub side: Side,
    /// Where it stands in the new document; of what is gone, the nearest that is left of what held it.
    pub place: Place,
    /// The first operation it was found in, `GET /api/changes`, or the document's part (`server`).
    pub subject: String,
    /// All operations that it reaches, at most 50.
    pub operations: Vec<String>,
    /// What was found, in one sentence.
    pub message: String,
    /// What happens because of it.
    pub why: String,
    /// What to do instead; empty when nothing has to be done.
    pub fix: String,
}

impl Difference {
    /// Somebody has to look at it: clients break, or may.
    pub fn is_finding(&self) -> bool {
        self.breaking || self.severity != Severity::Notice
    }

    /// The difference as a finding.
    pub fn finding(&self) -> Finding {
        let direction = match self.direction {
            None => "",
            Some(Direction::Request) => "request",
            Some(Direction::Response) => "response",
        };
        Finding {
            rule: self.rule.clone(),
            severity: self.severity,
            effects: if self.breaking { vec![Effect::Breaking] } else { Vec::new() },
            place: Some(self.place.clone()),
            subject: self.subject.clone(),
            message: self.message.clone(),
            why: self.why.clone(),
            fix: self.fix.clone(),
            readers: Vec::new(),
            fingerprint: Finding::fingerprint(&[
                &self.rule,
                &self.place.path,
                &self.pointer,
                direction,
                &self.subject,
                &self.message,
            ]),
        }
    }
}
