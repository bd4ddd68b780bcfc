//! What was found as a list: placed, without repeats, each difference with its operations.

use super::{Differ, MOST, NAMED};
use crate::openapi::difference::{Difference, Direction, Side};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

impl<'a> Differ<'a> {
    pub(super) fn finish(self) -> Vec<Difference> {
        let wanted = |side: Side| -> FxHashMap<usize, String> {
            let of = self.found.iter().filter(|raw| raw.side == side);
            of.map(|raw| (raw.node.address(), String::new())).collect()
        };
        if self.found.is_empty() {
            return Vec::new();
        }
        let pointers = (self.base.pointers(wanted(Side::Base)), self.head.pointers(wanted(Side::Head)));
        let mut merged: BTreeMap<_, Difference> = BTreeMap::new();
        let mut reached: FxHashMap<usize, Rc<BTreeSet<Rc<str>>>> = FxHashMap::default();
        for raw in self.found {
            let pointers = match raw.side {
                Side::Base => &pointers.0,
                Side::Head => &pointers.1,
            };
            let pointer = pointers.get(&raw.node.address()).cloned().unwrap_or_default();
            let operations = match raw.pair {
                Some(pair) => {
                    let of = || Rc::new(reach(&self.parents, &self.roots, pair));
                    Rc::clone(reached.entry(pair).or_insert_with(of))
                }
                None => Rc::new(BTreeSet::from([Rc::clone(&raw.operation)])),
            };
            let key = (
                !raw.breaking,
                raw.side,
                raw.node.start,
                raw.rule,
                raw.direction,
                // What is about the operation itself stays one difference for each operation.
                if raw.pair.is_some() || raw.direction == Some(Direction::Response) {
                    raw.detail
                } else {
                    raw.message.clone()
                },
                pointer.clone(),
            );
            // What is gone is shown in the new document: there people look, and there its lines are of use to tools.
            let place = match raw.side {
                Side::Head => self.head.place(raw.node),
                Side::Base => self.head.place(self.head.nearest(&pointer)),
            };
            let one = merged.entry(key).or_insert_with(|| Difference {
                rule: raw.rule.to_owned(),
                breaking: raw.breaking,
                severity: raw.severity,
                direction: raw.direction,
                pointer,
                side: raw.side,
                place,
                subject: raw.operation.to_string(),
                operations: Vec::new(),
                message: raw.message,
                why: raw.why,
                fix: raw.fix,
            });
            if one.operations.is_empty() {
                one.operations.extend(operations.iter().take(NAMED).map(ToString::to_string));
                continue;
            }
            for operation in operations.iter() {
                if one.operations.len() < NAMED && !one.operations.iter().any(|known| **known == **operation) {
                    one.operations.push(operation.to_string());
                }
            }
        }
        merged.into_values().take(MOST).collect()
    }
}

/// The operations from which a pair of schemas is reached, the nearest ones first until there are enough.
fn reach(parents: &[Vec<usize>], roots: &[Vec<Rc<str>>], pair: usize) -> BTreeSet<Rc<str>> {
    let mut operations = BTreeSet::new();
    let mut seen = FxHashSet::from_iter([pair]);
    let mut todo = VecDeque::from([pair]);
    while let Some(pair) = todo.pop_front() {
        if operations.len() >= NAMED {
            break;
        }
        operations.extend(roots.get(pair).into_iter().flatten().cloned());
        for parent in parents.get(pair).into_iter().flatten() {
            if seen.insert(*parent) {
                todo.push_back(*parent);
            }
        }
    }
    operations
}
