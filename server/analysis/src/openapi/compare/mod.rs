//! Two schemas: what one allows and the other does not.

mod alternatives;
mod change;
mod fields;
mod lists;
mod properties;
mod told;
mod values;

use change::Change;

use super::diff::{Differ, Raw, Task};
use super::difference::Side;
use super::node::Node;
use super::read::Document;
use super::shape::Shape;
use crate::Severity;
use std::rc::Rc;

/// One pair of schemas that is being compared.
struct Pair<'a, 't> {
    task: &'t Task<'a>,
    base: Rc<Shape<'a>>,
    head: Rc<Shape<'a>>,
}

impl<'a> Differ<'a> {
    /// Compares one pair; pairs below it are queued, never entered, so that no document can exhaust the stack.
    pub(crate) fn compare(&mut self, task: &Task<'a>) {
        let base = self.shape(self.base, &task.base);
        let head = self.shape(self.head, &task.head);
        let pair = Pair { task, base, head };
        if !task.null_is_judged {
            self.nullable(&pair);
        }
        self.defaults(&pair);
        self.discriminators(&pair);
        if pair.base.groups.len() != pair.head.groups.len() {
            // One side says itself what the other says in its alternatives.
            return self.alternatives(&pair);
        }
        if pair.base.groups.is_empty() {
            self.types(&pair);
        }
        self.formats(&pair);
        self.values(&pair);
        self.bounds(&pair);
        self.patterns(&pair);
        self.fields(&pair);
        self.additional(&pair);
        self.lists(&pair);
        self.alternatives(&pair);
        self.others(&pair);
    }

    /// What `nodes` allow; the same for requests and responses, so read once.
    fn shape(&mut self, document: &'a Document, nodes: &[&'a Node]) -> Rc<Shape<'a>> {
        let key = nodes.iter().map(|node| node.address()).collect();
        Rc::clone(self.shapes.entry(key).or_insert_with(|| Rc::new(Shape::of(document, nodes))))
    }

    fn changed(&mut self, pair: &Pair<'a, '_>, rule: &'static str, change: Change, at: (Side, &'a Node), what: String) {
        let breaking = change.breaks(pair.task.direction);
        self.noted(pair, rule, change, breaking, at, what);
    }

    fn noted(
        &mut self,
        pair: &Pair<'a, '_>,
        rule: &'static str,
        change: Change,
        breaking: bool,
        at: (Side, &'a Node),
        what: String,
    ) {
        let direction = pair.task.direction;
        let severity = if breaking { Severity::Error } else { Severity::Notice };
        let fix = if breaking { change.fix(direction) } else { "" };
        self.told(pair, rule, (breaking, severity), at, what, (change.why(direction), fix));
    }

    /// Says `what` of the value that is compared, with why it matters and what to do.
    fn told(
        &mut self,
        pair: &Pair<'a, '_>,
        rule: &'static str,
        (breaking, severity): (bool, Severity),
        (side, node): (Side, &'a Node),
        what: String,
        (why, fix): (&str, &str),
    ) {
        self.emit(Raw {
            rule,
            breaking,
            severity,
            direction: Some(pair.task.direction),
            side,
            node,
            pair: Some(pair.task.id),
            operation: pair.task.operation.clone(),
            message: format!("{} {what}", pair.task.named(&pair.task.path)),
            detail: what,
            why: why.to_owned(),
            fix: fix.to_owned(),
        });
    }
}

fn short(text: &str) -> String {
    let text = text.trim_matches('"');
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
