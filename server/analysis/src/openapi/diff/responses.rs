//! The statuses an operation answers with.

use super::{Differ, Where};
use crate::Severity;
use crate::openapi::difference::Side;
use crate::openapi::operation::Operation;
use crate::openapi::rules;

impl<'a> Differ<'a> {
    pub(super) fn responses(&mut self, base: &Operation<'a>, head: &Operation<'a>, place: &Where) {
        let direction = Some(place.direction);
        for (code, old) in &base.responses {
            let context = format!("the response {code} of {}", head.name);
            let Some(new) = head.responses.get(code) else {
                let (severity, why, fix) = match code.starts_with('2') {
                    true => (
                        Severity::Error,
                        "Clients take the answer that comes instead for an error or cannot read it.",
                        "Keep the status, or publish the operation under another path.",
                    ),
                    false => (Severity::Notice, "Clients do not get this answer any more.", ""),
                };
                self.note(
                    rules::STATUS_REMOVED,
                    severity,
                    direction,
                    (Side::Base, old),
                    &head.name,
                    (format!("{context} is gone"), why, fix),
                );
                continue;
            };
            self.media(old, new, place, &context);
            self.headers(old, new, place, &context);
        }
        for (code, new) in head.responses.iter().filter(|(code, _)| !base.responses.contains_key(*code)) {
            let texts = (
                format!("the response {code} of {} is new", head.name),
                "Clients are expected to handle every status by its first digit.",
                "",
            );
            self.note(rules::STATUS_ADDED, Severity::Notice, direction, (Side::Head, new), &head.name, texts);
        }
    }
}
