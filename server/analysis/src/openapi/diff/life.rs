//! An operation's life: its deprecation, its last day, its id.

use super::Differ;
use crate::Severity;
use crate::openapi::difference::Side;
use crate::openapi::node::Node;
use crate::openapi::operation::Operation;
use crate::openapi::rules;

impl<'a> Differ<'a> {
    pub(super) fn life(&mut self, base: &Operation<'a>, head: &Operation<'a>) {
        let at = (Side::Head, head.node);
        if head.node.is("deprecated") && !base.node.is("deprecated") {
            let day = head.node.text_of("x-sunset").map(|day| format!(" and ends on {day}")).unwrap_or_default();
            let text = format!("{} is deprecated from now on{day}", head.name);
            let texts = (text, "Clients should stop calling it before it is removed.", "");
            self.note(rules::DEPRECATED, Severity::Notice, None, at, &head.name, texts);
        } else {
            let (old, new) = (base.node.text_of("x-sunset"), head.node.text_of("x-sunset"));
            if old != new {
                let text = format!(
                    "{} ends on {} now, before: {}",
                    head.name,
                    new.unwrap_or("no day"),
                    old.unwrap_or("no day")
                );
                let texts = (text, "Clients plan by that day.", "Do not move the day forward.");
                self.note(rules::SUNSET, Severity::Warning, None, at, &head.name, texts);
            }
        }
        let id = |operation: &Operation<'a>| operation.node.get("operationId");
        if let (Some(old), Some(new)) = (id(base), id(head))
            && old.text() != new.text()
        {
            let say = |node: &Node| node.text().unwrap_or_default().to_owned();
            let text = format!("the id of {} is `{}` now, before `{}`", head.name, say(new), say(old));
            let why = "The wire does not change, but generated clients name the method after the id.";
            let texts = (text, why, "Keep the id if clients are generated.");
            self.note(rules::OPERATION_ID, Severity::Warning, None, (Side::Head, new), &head.name, texts);
        }
    }
}
