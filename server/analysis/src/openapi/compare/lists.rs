//! The items of two lists.

use super::{Change, Pair};
use crate::openapi::diff::Differ;
use crate::openapi::difference::Side;
use crate::openapi::rules;
use crate::openapi::shape::Shape;

impl<'a> Differ<'a> {
    pub(super) fn lists(&mut self, pair: &Pair<'a, '_>) {
        let at = (Side::Head, pair.task.head_node());
        let array = |shape: &Shape<'a>| shape.types.as_ref().is_none_or(|types| types.contains("array"));
        if !array(&pair.base) || !array(&pair.head) {
            return;
        }
        match (pair.base.items.is_empty(), pair.head.items.is_empty()) {
            (true, true) => {}
            (false, false) => {
                let items = (pair.base.items.clone(), pair.head.items.clone());
                self.queue(pair.task, items, || format!("{}[]", pair.task.path));
            }
            (true, false) => {
                self.changed(pair, rules::TYPE, Change::Narrowed, at, "may hold only items of one type now".into());
            }
            (false, true) => {
                self.changed(pair, rules::TYPE, Change::Widened, at, "may hold items of any type now".into())
            }
        }
        for (i, (base, head)) in pair.base.prefix.iter().zip(&pair.head.prefix).enumerate() {
            self.queue(pair.task, (base.clone(), head.clone()), || format!("{}[{i}]", pair.task.path));
        }
        if pair.base.prefix.len() != pair.head.prefix.len() {
            self.changed(pair, rules::TYPE, Change::Replaced, at, "has another number of described items".into());
        }
    }
}
