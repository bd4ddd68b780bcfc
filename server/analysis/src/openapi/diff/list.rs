//! What was found as a list: placed, without repeats, each difference with its operations.

use super::{Differ, MOST, NAMED};
use crate::openapi::difference::{Difference, Direction, Side};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

impl<'a> Differ<'a> {
    pub(super) fn finish(self) -> Vec<Difference> {
        let wanted = |side: Side| -> HashMap<usize, String> {
            let of = self.found.iter().filter(|raw| raw.side == side);
            of.map(|raw| (raw.node.address(), String::new())).collect()
        };
        if self.found.is_empty() {
            return Vec::new();
        }
        let pointers = (self.base.pointers(wanted(Side::Base)), self.head.pointers(wanted(Side::Head)));
        let mut merged: BTreeMap<_, Difference> = BTreeMap::new();
        let mut reached: HashMap<usize, BTreeSet<String>> = HashMap::new();
        for raw in self.found {
            let (document, pointers) = match raw.side {
                Side::Base => (self.base, &pointers.0),
                Side::Head => (self.head, &pointers.1),
            };
            let pointer = pointers.get(&raw.node.address()).cloned().unwrap_or_default();
            let operations = match raw.pair {
                Some(pair) => reached.entry(pair).or_insert_with(|| reach(&self.parents, &self.roots, pair)).clone(),
                None => BTreeSet::from([raw.operation.clone()]),
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
            let one = merged.entry(key).or_insert_with(|| Difference {
                rule: raw.rule.to_owned(),
                breaking: raw.breaking,
                severity: raw.severity,
                direction: raw.direction,
                pointer,
                side: raw.side,
                place: document.place(raw.node),
                subject: raw.operation,
                operations: Vec::new(),
                message: raw.message,
                why: raw.why,
                fix: raw.fix,
            });
            for operation in operations {
                if one.operations.len() < NAMED && !one.operations.contains(&operation) {
                    one.operations.push(operation);
                }
            }
        }
        merged.into_values().take(MOST).collect()
    }
}

/// The operations from which a pair of schemas is reached, the nearest ones first until there are enough.
fn reach(parents: &[BTreeSet<usize>], roots: &[BTreeSet<String>], pair: usize) -> BTreeSet<String> {
    let mut operations = BTreeSet::new();
    let mut seen = HashSet::from([pair]);
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
